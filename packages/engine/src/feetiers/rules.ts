import { decodeSerializableInt, type feetiers as wire } from "@perpetua/protocol";
import { timeNs } from "../blocktime/index.js";
import { assert } from "../math/index.js";
import { isRevShareSafe, promisedSharePpm } from "../revshare/index.js";
import { type GenesisJson, type Rejection, reject } from "../state/index.js";
import { feetiersRejection } from "./errors.js";
import { type FeeTier, type FeetiersKernel, feeTiers, type StakingLevel } from "./state.js";

const MAX_PPM = 1_000_000;
const MAX_DISCOUNT_NS = 90n * 86_400n * 1_000_000_000n;

/** Stateless rules of a fee schedule (risk.md §6.2). */
export function validateFeeTiers(tiers: readonly FeeTier[]): Rejection | undefined {
  const [first] = tiers;
  if (first === undefined) return feetiersRejection(400, "");
  const noRequirement =
    first.absoluteVolumeRequirement === 0n &&
    first.totalVolumeShareRequirementPpm === 0 &&
    first.makerVolumeShareRequirementPpm === 0;
  if (!noRequirement) return feetiersRejection(401, "");
  let lowestMaker = first.makerFeePpm;
  let lowestTaker = first.takerFeePpm;
  let previous = first;
  for (const t of tiers) {
    const ascending =
      previous.absoluteVolumeRequirement <= t.absoluteVolumeRequirement &&
      previous.totalVolumeShareRequirementPpm <= t.totalVolumeShareRequirementPpm &&
      previous.makerVolumeShareRequirementPpm <= t.makerVolumeShareRequirementPpm;
    if (!ascending) return feetiersRejection(402, "");
    lowestMaker = Math.min(lowestMaker, t.makerFeePpm);
    lowestTaker = Math.min(lowestTaker, t.takerFeePpm);
    previous = t;
  }
  return lowestMaker + lowestTaker < 0 ? feetiersRejection(403, "") : undefined;
}

/** Replaces the fee schedule if revenue shares stay covered (405). */
export function setFeeParams(
  k: FeetiersKernel,
  params: wire.PerpetualFeeParams,
): Rejection | undefined {
  const invalid = validateFeeTiers(params.tiers);
  if (invalid !== undefined) return invalid;
  if (!isRevShareSafe(params.tiers, promisedSharePpm(k))) return feetiersRejection(405, "");
  k.feetiers.params.set(params);
  return undefined;
}

type Timestamp = { readonly seconds: bigint; readonly nanos: number };

function nanosecondsOf(t: Timestamp | undefined): bigint {
  return t === undefined ? 0n : t.seconds * 1_000_000_000n + BigInt(t.nanos);
}

/**
 * Upserts discounts, all or none; the clob pair need not exist, entries are never deleted (risk.md
 * §6.5).
 */
export function setMarketDiscounts(
  k: FeetiersKernel,
  list: readonly wire.PerMarketFeeDiscountParams[],
): Rejection | undefined {
  const now = timeNs(k.header);
  for (const p of list) {
    const startNs = nanosecondsOf(p.startTime);
    const endNs = nanosecondsOf(p.endTime);
    if (startNs >= endNs) return feetiersRejection(406, "start time must be before end time");
    if (endNs - startNs > MAX_DISCOUNT_NS) return feetiersRejection(406, "longer than 90 days");
    if (endNs <= now) return feetiersRejection(406, "end time must be after the block time");
    if (p.chargePpm > MAX_PPM) return feetiersRejection(408, String(p.chargePpm));
  }
  for (const p of list) {
    k.feetiers.marketDiscounts.set(String(p.clobPairId), {
      clobPairId: p.clobPairId,
      startNs: nanosecondsOf(p.startTime),
      endNs: nanosecondsOf(p.endTime),
      chargePpm: p.chargePpm,
    });
  }
  return undefined;
}

export interface StakingTierInput {
  readonly feeTierName: string;
  readonly levels: readonly StakingLevel[];
}

export function stakingTierFromWire(tier: wire.StakingTier): StakingTierInput {
  const levels = tier.levels.map((l) => ({
    minStakedBaseTokens: decodeSerializableInt(l.minStakedBaseTokens),
    feeDiscountPpm: l.feeDiscountPpm,
  }));
  return { feeTierName: tier.feeTierName, levels };
}

/** The reference registers no code for these refusals (risk.md §6.6). */
function uncoded(text: string): Rejection {
  return reject("undefined", 1, text);
}

/** Rules of staking tiers that need no state (risk.md §6.6). */
export function validateStakingTiers(tiers: readonly StakingTierInput[]): Rejection | undefined {
  const names = new Set<string>();
  for (const { feeTierName, levels } of tiers) {
    if (feeTierName === "") return uncoded("fee tier name cannot be empty");
    if (names.has(feeTierName)) return uncoded(`duplicate staking tier for ${feeTierName}`);
    names.add(feeTierName);
    let last = -1n;
    for (const level of levels) {
      if (level.minStakedBaseTokens < 0n) return uncoded("negative minimum of staked tokens");
      if (level.minStakedBaseTokens <= last) return uncoded("staking levels must ascend");
      if (level.feeDiscountPpm > MAX_PPM) return uncoded("fee discount exceeds 100 %");
      last = level.minStakedBaseTokens;
    }
  }
  return undefined;
}

/** Replaces all staking tiers. */
export function setStakingTiers(
  k: FeetiersKernel,
  tiers: readonly StakingTierInput[],
): Rejection | undefined {
  const invalid = validateStakingTiers(tiers);
  if (invalid !== undefined) return invalid;
  const known = new Set(feeTiers(k).map((t) => t.name));
  for (const { feeTierName } of tiers) {
    if (!known.has(feeTierName)) return uncoded(`fee tier ${feeTierName} does not exist`);
  }
  for (const name of [...k.feetiers.stakingTiers.sortedKeys()]) {
    k.feetiers.stakingTiers.delete(name);
  }
  for (const { feeTierName, levels } of tiers) k.feetiers.stakingTiers.set(feeTierName, levels);
  return undefined;
}

/** Reads `app_state.feetiers`. */
export function initGenesis(k: FeetiersKernel, json: GenesisJson): void {
  const tiers = json.at("params").at("tiers").list();
  const params: wire.PerpetualFeeParams = {
    tiers: tiers.map((t) => ({
      name: t.at("name").string(),
      absoluteVolumeRequirement: t.at("absolute_volume_requirement").bigint(),
      totalVolumeShareRequirementPpm: t.at("total_volume_share_requirement_ppm").number(),
      makerVolumeShareRequirementPpm: t.at("maker_volume_share_requirement_ppm").number(),
      makerFeePpm: t.at("maker_fee_ppm").number(),
      takerFeePpm: t.at("taker_fee_ppm").number(),
    })),
  };
  const invalid = validateFeeTiers(params.tiers);
  assert(invalid === undefined, `feetiers.params: ${invalid?.log}`);
  k.feetiers.params.set(params);
  const staking = json.at("staking_tiers").list();
  const refused = setStakingTiers(
    k,
    staking.map((s) => ({
      feeTierName: s.at("fee_tier_name").string(),
      levels: s
        .at("levels")
        .list()
        .map((l) => ({
          minStakedBaseTokens: l.at("min_staked_base_tokens").bigint(),
          feeDiscountPpm: l.at("fee_discount_ppm").number(),
        })),
    })),
  );
  assert(refused === undefined, `feetiers.staking_tiers: ${refused?.log}`);
}
