import type { IncomingHttpHeaders } from "node:http";
import type { Caller } from "./route.js";

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/**
 * `cf-connecting-ip`, else the first entry of `x-forwarded-for`; a plain connection has neither.
 */
export function callerOf(headers: IncomingHttpHeaders): Caller {
  const forwarded = first(headers["x-forwarded-for"])?.split(",")[0]?.replaceAll(" ", "");
  const ip = first(headers["cf-connecting-ip"]) ?? forwarded;
  return {
    ip: ip === "" ? undefined : ip,
    geoStatus: first(headers["geo-origin-status"]),
  };
}
