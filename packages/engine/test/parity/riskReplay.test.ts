import { join } from "node:path";
import { toProtoJson } from "@perpetua/protocol";
import { RECORDINGS, Recording } from "@perpetua/testkit";
import { describe, expect, it } from "vitest";
import * as affiliates from "../../src/affiliates/index.js";
import * as feetiers from "../../src/feetiers/index.js";
import * as perpetuals from "../../src/perpetuals/index.js";
import * as revshare from "../../src/revshare/index.js";
import * as rewards from "../../src/rewards/index.js";
import * as stats from "../../src/stats/index.js";
import * as subaccounts from "../../src/subaccounts/index.js";
import type { RiskKernel } from "../unit/subaccounts/world.js";
import { RiskReplay } from "./riskReplay.js";

/** Answers of these modules to a REST path of the recording; undefined when it belongs to another module. */
function answer(k: RiskKernel, path: string): unknown {
  const [route = "", query = ""] = path.replace("/dydxprotocol/", "").split("?");
  const json = (type: string, message: object) => toProtoJson(`dydxprotocol.${type}`, message);
  const parts = route.split("/");
  if (route === "perpetuals/perpetual") {
    const list = perpetuals.queryAllPerpetuals(k);
    return list.map((p) => json("perpetuals.Perpetual", p));
  }
  if (route === "perpetuals/liquidity_tiers") {
    const list = perpetuals.queryLiquidityTiers(k);
    return list.map((t) => json("perpetuals.LiquidityTier", t));
  }
  if (route === "perpetuals/params") return json("perpetuals.Params", perpetuals.getParams(k));
  if (route === "perpetuals/premium_votes") {
    return json("perpetuals.PremiumStore", perpetuals.queryPremiumVotes(k));
  }
  if (route === "perpetuals/premium_samples") {
    return json("perpetuals.PremiumStore", perpetuals.queryPremiumSamples(k));
  }
  if (route === "subaccounts/subaccount") {
    const list = subaccounts.queryAllSubaccounts(k);
    return list.map((s) => json("subaccounts.Subaccount", s));
  }
  if (parts[0] === "subaccounts" && parts.length === 4) {
    const id = { owner: parts[2] ?? "", number: Number(parts[3]) };
    return json("subaccounts.Subaccount", subaccounts.querySubaccount(k, id));
  }
  if (route === "v4/feetiers/perpetual_fee_params") {
    return json("feetiers.PerpetualFeeParams", feetiers.queryFeeParams(k));
  }
  if (route === "v4/feetiers/user_fee_tier") {
    const tier = feetiers.queryUserFeeTier(k, query.replace("user=", ""));
    return json("feetiers.QueryUserFeeTierResponse", tier);
  }
  if (route === "v4/stats/global_stats")
    return json("stats.GlobalStats", stats.queryGlobalStats(k));
  if (route === "v4/stats/stats_metadata") {
    return json("stats.StatsMetadata", stats.queryStatsMetadata(k));
  }
  if (route === "v4/stats/params") return json("stats.Params", stats.queryStatsParams(k));
  if (route === "v4/stats/user_stats") {
    return json("stats.UserStats", stats.queryUserStats(k, query.replace("user=", "")));
  }
  if (route === "v4/rewards/params") return json("rewards.Params", rewards.rewardsParams(k));
  if (route === "affiliates/all_affiliate_tiers") {
    return json("affiliates.AffiliateTiers", { tiers: [...affiliates.affiliateTiers(k)] });
  }
  if (route === "affiliates/affiliate_parameters") {
    return json("affiliates.AffiliateParameters", affiliates.affiliateParameters(k));
  }
  if (route === "revshare/market_mapper_rev_share_params") {
    return json("revshare.MarketMapperRevenueShareParams", revshare.marketMapperParams(k));
  }
  return undefined;
}

/** The member of a recorded answer that holds the message, without pagination. */
function content(body: unknown): unknown {
  const members = Object.entries(body as object).filter(([name]) => name !== "pagination");
  return members.length === 1 ? members[0]?.[1] : body;
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
        expect(actual, path).toEqual(content(body));
        compared++;
      }
      expect(compared).toBeGreaterThan(20);
    });
  }
});
