import { join } from "node:path";
import { codecs, matchRestRoute, requestFromParams, toProtoJson } from "@perpetua/protocol";
import { RECORDINGS, Recording } from "@perpetua/testkit";
import { describe, expect, it } from "vitest";
import { affiliatesQueries } from "../../src/affiliates/index.js";
import { feetiersQueries } from "../../src/feetiers/index.js";
import { perpetualsQueries } from "../../src/perpetuals/index.js";
import type { Query } from "../../src/query/index.js";
import { revshareQueries } from "../../src/revshare/index.js";
import { rewardsQueries } from "../../src/rewards/index.js";
import { statsQueries } from "../../src/stats/index.js";
import { subaccountsQueries } from "../../src/subaccounts/index.js";
import { vestQueries } from "../../src/vest/index.js";
import type { RiskKernel } from "../unit/subaccounts/world.js";
import { RiskReplay } from "./riskReplay.js";

const queries = new Map<string, Query<RiskKernel>[1]>([
  ...affiliatesQueries,
  ...feetiersQueries,
  ...perpetualsQueries,
  ...revshareQueries,
  ...rewardsQueries,
  ...statsQueries,
  ...subaccountsQueries,
  ...vestQueries,
]);

/**
 * What a REST gateway over these modules answers; undefined when the path belongs to another
 * module.
 */
function answer(k: RiskKernel, url: string): unknown {
  const { pathname, searchParams } = new URL(url, "http://node");
  const match = matchRestRoute("GET", pathname);
  const run = queries.get(match?.route.rpc ?? "");
  if (match === undefined || run === undefined) return undefined;
  const params = [...Object.entries(match.pathParams), ...searchParams];
  const request = requestFromParams<object>(match.route.request, params);
  const encoded = codecs[match.route.request]?.encode(request).finish() ?? new Uint8Array();
  const { code, value, message } = run(k, encoded);
  if (code !== 0) return { code, message };
  return toProtoJson(match.route.response, codecs[match.route.response]?.decode(value) ?? {});
}

describe("risk modules against recordings of a real network", () => {
  for (const name of ["main", "edge", "roundtable"]) {
    it(`${name}: every account update, funding value, reward and fee to the byte`, () => {
      const recording = new Recording(join(RECORDINGS, name));
      const replay = new RiskReplay(recording);
      replay.run();
      expect(replay.differences.slice(0, 20)).toEqual([]);
      let compared = 0;
      for (const [path, { status, body }] of Object.entries(recording.lcd()?.queries ?? {})) {
        const actual = answer(replay.k, path);
        if (actual === undefined || status !== 200) continue;
        expect(actual, path).toEqual(body);
        compared++;
      }
      expect(compared).toBeGreaterThan(20);
    });
  }

  it("refuses what does not exist", () => {
    const { k } = new RiskReplay(new Recording(join(RECORDINGS, "main")));
    expect(answer(k, "/dydxprotocol/perpetuals/perpetual/4242")).toMatchObject({ code: 5 });
    expect(answer(k, "/dydxprotocol/subaccounts/collateral_pool_address/4242")).toMatchObject({
      code: 5,
    });
    expect(answer(k, "/dydxprotocol/v4/feetiers/user_fee_tier?user=x")).toMatchObject({ code: 3 });
    expect(answer(k, "/dydxprotocol/v4/feetiers/market_fee_discount_params/1")).toMatchObject({
      code: 5,
    });
    expect(answer(k, "/dydxprotocol/revshare/order_router_rev_share/x")).toMatchObject({ code: 2 });
    expect(answer(k, "/dydxprotocol/v4/vest/vest_entry?vester_account=nope")).toMatchObject({
      code: 2,
    });
  });

  it("pages by offset and by key", () => {
    const { k } = new RiskReplay(new Recording(join(RECORDINGS, "main")));
    const page = (query: string) =>
      answer(k, `/dydxprotocol/perpetuals/perpetual?${query}`) as {
        perpetual: { params: { id: number } }[];
        pagination: { next_key: string | null; total: string };
      };
    const first = page("pagination.limit=2&pagination.offset=1&pagination.count_total=true");
    expect(first.perpetual.map((p) => p.params.id)).toEqual([1, 2]);
    expect(first.pagination).toEqual({ next_key: "AAAAAw==", total: "36" });
    const next = page(`pagination.limit=1&pagination.key=${encodeURIComponent("AAAAAw==")}`);
    expect(next.perpetual.map((p) => p.params.id)).toEqual([3]);
    expect(next.pagination.total).toBe("0");
    const last = page("pagination.limit=1&pagination.reverse=true");
    expect(last.perpetual.map((p) => p.params.id)).toEqual([301]);
    const all = page("pagination.limit=18446744073709551615");
    expect(all.perpetual.length).toBe(36);
    expect(all.pagination.next_key).toBeNull();
  });
});
