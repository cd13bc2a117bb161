import { join } from "node:path";
import {
  lookupCodec,
  matchRestRoute,
  type RestMatch,
  requestFromParams,
  toProtoJson,
} from "@perpetua/protocol";
import { RECORDINGS, Recording, type RestAsker, stateDifferences } from "@perpetua/testkit";
import { describe, expect, it } from "vitest";
import type { Exchange } from "../../src/index.js";
import { RecordedRun } from "./recordedRun.js";

const HTTP_STATUS: Readonly<Record<number, number>> = { 2: 500, 3: 400, 5: 404, 12: 501, 13: 500 };

const refusal = (code: number, message: string) => ({
  status: HTTP_STATUS[code] ?? 500,
  body: { code, message, details: [] },
});

/**
 * The REST gateway in a few lines; a node's own is compared by `npm run replay -- --only state`.
 */
function gateway(exchange: Exchange): RestAsker {
  return async (url) => {
    const { pathname, searchParams } = new URL(url, "http://lcd");
    const match = matchRestRoute("GET", pathname);
    if (match === undefined) return refusal(12, "Not Implemented");
    const { route } = match;
    const { code, message, value } = exchange.query(route.rpc, encode(match, searchParams));
    if (code !== 0) return refusal(code, message);
    const response = lookupCodec(`/${route.response}`);
    return { status: 200, body: toProtoJson(route.response, response?.decode(value) ?? {}) };
  };
}

function encode({ route, pathParams }: RestMatch, query: URLSearchParams): Uint8Array {
  const params = [...Object.entries(pathParams), ...query];
  const request = requestFromParams<object>(route.request, params);
  return lookupCodec(`/${route.request}`)?.encode(request).finish() ?? new Uint8Array();
}

describe("state after the last recorded block", () => {
  it.each(["main", "edge"])(
    "%s: every recorded REST answer",
    async (name) => {
      const recording = new Recording(join(RECORDINGS, name));
      const run = RecordedRun.fromGenesis(recording);
      run.hashes([]);
      const answers = recording.lcd();
      if (answers === undefined) throw new Error(`${name} has no recorded answers`);
      const { total, differences } = await stateDifferences(answers, gateway(run.exchange));
      expect(differences).toEqual([]);
      expect(total).toBeGreaterThan(130);
    },
    300_000,
  );
});
