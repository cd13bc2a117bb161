import { z } from "zod";

/** How a text from a path, query or body becomes the value that the schema checks. */
export type RestKind =
  | "string"
  | "integer"
  | "limit"
  | "boolean"
  | "iso8601"
  | "list"
  | "addressList"
  | "ticker"
  | "json";

/** What REST says about a parameter beyond its type (api.md §0.7 and §0.9). */
export interface RestRule {
  readonly kind: RestKind;
  /** `msg` of the error entry. */
  readonly message: string;
  /** `location` reported when the parameter is missing. */
  readonly missingIn: "params" | "query" | "body";
  /** Differs from `message` in a few bodies (api.md §1.23). */
  readonly missingMessage?: string;
  readonly emptyMessage?: string;
  /** Further entries that the reference adds when the parameter is missing (recorded). */
  readonly missingExtra?: readonly string[];
}

/** REST rules by schema object; tRPC uses the same schemas without them. */
export const restRules = z.registry<RestRule>();

/** Attaches a REST rule to a parameter schema. Call it last: wrappers do not inherit rules. */
export function withRule<S extends z.ZodType>(
  schema: S,
  kind: RestKind,
  message: string,
  more: Partial<Omit<RestRule, "kind" | "message">> = {},
): S {
  restRules.add(schema, { kind, message, missingIn: "query", ...more });
  return schema;
}

/** ISO-8601 as api.md §0.7 takes it: a year, a date or a date-time; no epoch numbers. */
const ISO_8601 =
  /^\d{4}(-\d{2}(-\d{2}([T ]\d{2}(:\d{2}(:\d{2}([.,]\d+)?)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?)?)?$/;
const HAS_ZONE = /(Z|[+-]\d{2}(:?\d{2})?)$/;
/** Postgres has no year 0. */
const EARLIEST_MS = Date.parse("0001-01-01T00:00:00Z");
const LATEST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** Milliseconds of a text that has the shape; NaN for a day or hour that does not exist. */
function toMs(text: string): number {
  const [date = "", time] = text.replace(",", ".").split(/[T ]/);
  if (time === undefined) return Date.parse(date);
  // A time without a zone is UTC, and JavaScript wants minutes in times and zones.
  const zone = HAS_ZONE.exec(time)?.[0] ?? "Z";
  const clock = time.slice(0, time.length - (HAS_ZONE.test(time) ? zone.length : 0));
  const minutes = clock.includes(":") ? clock : `${clock}:00`;
  const offset =
    zone === "Z" ? zone : `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`;
  return Date.parse(`${date}T${minutes}${offset}`);
}

/** The basic format (`20260304T192100Z`) and a small `z` as the extended format has them. */
function extended(text: string): string {
  return text
    .replace(/z$/, "Z")
    .replace(/^(\d{4})(\d{2})(\d{2})(?=[T ]|$)/, "$1-$2-$3")
    .replace(/([T ]\d{2})(\d{2})(\d{2}(?:[.,]\d+)?)?(?=Z|[+-]|$)/, (_, hour, minute, second) =>
      second === undefined ? `${hour}:${minute}` : `${hour}:${minute}:${second}`,
    );
}

/** Any accepted text becomes the API's own form of a time. */
const iso8601 = z
  .string()
  .transform(extended)
  .refine((text) => {
    const ms = ISO_8601.test(text) ? toMs(text) : Number.NaN;
    return ms >= EARLIEST_MS && ms <= LATEST_MS;
  })
  .transform((text) => new Date(toMs(text)).toISOString());

/** Any text that Postgres can hold: it has no NUL. */
export function plainText() {
  return z.string().refine((text) => !text.includes("\0"));
}

const ADDRESS = /^[A-Za-z0-9]+$/;

/** Account address in a path that has nothing else. */
export function pathAddress() {
  return withRule(z.string().max(90).regex(ADDRESS), "string", "address must be a valid address", {
    missingIn: "params",
  });
}

/** Account address of the account routes, in path or query. */
export function accountAddress() {
  return withRule(
    z.string().max(90).regex(ADDRESS),
    "string",
    "address must be a valid dydx address",
    {
      missingIn: "params",
      missingExtra: ["Cannot read properties of undefined (reading 'length')"],
    },
  );
}

export function subaccountNumber() {
  return withRule(
    z.int().min(0).max(128_000),
    "integer",
    "subaccountNumber must be a non-negative integer less than 128001",
    { missingIn: "params" },
  );
}

export function parentSubaccountNumber() {
  return withRule(
    z.int().min(0).max(127),
    "integer",
    "parentSubaccountNumber must be a non-negative integer less than 128",
    { missingIn: "params" },
  );
}

export function limit() {
  return withRule(
    z.int().min(1).max(1000).default(1000),
    "limit",
    "limit must be a positive integer that is not greater than max: 1000",
  );
}

export function page() {
  return withRule(z.int().min(1).optional(), "integer", "page must be a non-negative integer");
}

/** An inclusive height bound. */
export function height(name: string) {
  return withRule(z.int().min(0).optional(), "integer", `${name} must be a non-negative integer`);
}

/** A point in time; the bound is inclusive unless the route says otherwise. */
export function isoTime() {
  return withRule(iso8601.optional(), "iso8601", "Invalid value");
}

export function flag() {
  return withRule(z.boolean().optional(), "boolean", "Invalid value");
}

const TICKER_MESSAGE = "ticker must be a valid ticker (BTC-USD, etc)";

/** A known market's ticker, required. REST checks it against the markets before the handler. */
export function ticker() {
  return withRule(z.string(), "ticker", TICKER_MESSAGE, { missingIn: "params" });
}

export function optionalTicker() {
  return withRule(z.string().optional(), "ticker", TICKER_MESSAGE);
}

/** One member of an enumeration, case-sensitive, optional. */
export function oneOf<E extends z.ZodEnum>(members: E, message: string) {
  return withRule(members.optional(), "string", message);
}

/** A list of members, comma separated or repeated, upper-cased by REST before the check. */
export function listOf<E extends z.ZodEnum>(members: E, message: string) {
  return withRule(z.array(members).min(1).optional(), "list", message);
}

/** `name must be one of A,B,C` */
export function oneOfMessage(name: string, members: z.ZodEnum): string {
  return `${name} must be one of ${members.options.join(",")}`;
}
