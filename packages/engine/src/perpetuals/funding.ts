import { encodeSerializableInt, indexerEvents } from "@perpetua/protocol";
import { epochInfo, FUNDING_SAMPLE, FUNDING_TICK, isEpochStart } from "../epochs/index.js";
import { assert, clamp, must } from "../math/index.js";
import { marketPrice } from "../prices/index.js";
import { BlockEventPhase } from "../state/index.js";
import { baseToQuote, quoteExponent } from "./conversions.js";
import { maxAbsFundingPpm } from "./margin.js";
import { median, paddedAverage, trimTails } from "./median.js";
import { addRound, premiumsOf, resetPremiums, roundsOf } from "./premiums.js";
import {
  allPerpetuals,
  getParams,
  liquidityTierOf,
  type Perpetual,
  type PerpetualsKernel,
  setPerpetual,
} from "./state.js";

const FUNDING_RATE_PERIOD_SECONDS = 28_800n;
/** Share of samples dropped at the tails; constant in the protocol (risk.md §3.7). */
const TAIL_REMOVAL_PPM = 0;
const MAX_INT32 = 0x7fff_ffffn;

/** Perpetuals' EndBlocker: samples first, then the funding tick (risk.md §0.6). */
export function endBlock(k: PerpetualsKernel): void {
  if (isEpochStart(k, FUNDING_SAMPLE)) addPremiumSamples(k);
  if (isEpochStart(k, FUNDING_TICK)) processFundingTick(k);
}

/**
 * Turns the votes since the last sample into one sample per perpetual: their median, padded with
 * zeros (risk.md §3.6).
 */
export function addPremiumSamples(k: PerpetualsKernel): void {
  const { votes, samples } = k.perpetuals;
  const length = Math.max(roundsOf(votes), getParams(k).minNumVotesPerSample);
  const updates: indexerEvents.FundingUpdateV1[] = [];
  const round: [number, number][] = [];
  for (const { params } of allPerpetuals(k)) {
    const sample = paddedMedian(premiumsOf(votes, params.id), length);
    if (sample !== 0) round.push([params.id, sample]);
    updates.push(fundingUpdate(params.id, sample, 0n));
  }
  addRound(samples, round);
  resetPremiums(votes);
  emitFunding(k, indexerEvents.FundingEventV1_Type.TYPE_PREMIUM_SAMPLE, updates);
}

function paddedMedian(premiums: readonly number[], length: number): number {
  if (premiums.length === 0) return 0;
  const padding = Math.max(0, length - premiums.length);
  return median([...premiums, ...new Array<number>(padding).fill(0)]);
}

/**
 * Moves every funding index by the average premium of the epoch plus the default rate (risk.md
 * §3.7).
 */
export function processFundingTick(k: PerpetualsKernel): void {
  const { samples } = k.perpetuals;
  const tickDuration = epochInfo(k, FUNDING_TICK).duration;
  const sampleDuration = epochInfo(k, FUNDING_SAMPLE).duration;
  const minSamples = Math.ceil(tickDuration / sampleDuration);
  const length = Math.max(roundsOf(samples), minSamples);
  const updates: indexerEvents.FundingUpdateV1[] = [];
  for (const perpetual of allPerpetuals(k)) {
    const kept = trimTails(premiumsOf(samples, perpetual.params.id), TAIL_REMOVAL_PPM);
    const rate = fundingRatePpm(k, perpetual, paddedAverage(kept, length));
    const index = perpetual.fundingIndex + fundingIndexDelta(k, perpetual, rate, tickDuration);
    if (index !== perpetual.fundingIndex) setPerpetual(k, { ...perpetual, fundingIndex: index });
    updates.push(fundingUpdate(perpetual.params.id, Number(rate), index));
  }
  resetPremiums(samples);
  emitFunding(k, indexerEvents.FundingEventV1_Type.TYPE_FUNDING_RATE_AND_INDEX, updates);
}

/** The clamped 8-hour funding rate for an average premium. */
export function fundingRatePpm(
  k: PerpetualsKernel,
  perpetual: Perpetual,
  premiumPpm: number,
): bigint {
  const factor = getParams(k).fundingRateClampFactorPpm;
  const bound = maxAbsFundingPpm(factor, liquidityTierOf(k, perpetual));
  const rate = clamp(
    BigInt(premiumPpm) + BigInt(perpetual.params.defaultFundingPpm),
    -bound,
    bound,
  );
  assert(rate <= MAX_INT32 && rate >= -MAX_INT32 - 1n, "funding rate exceeds int32");
  return rate;
}

/**
 * How much a rate moves the funding index in `seconds` at the stored oracle price. ROUNDING:
 * towards zero, twice.
 */
export function fundingIndexDelta(
  k: PerpetualsKernel,
  perpetual: Perpetual,
  ratePpm: bigint,
  seconds: number,
): bigint {
  if (ratePpm === 0n) return 0n;
  const { marketId, atomicResolution } = perpetual.params;
  const market = must(marketPrice(k, marketId), `market ${marketId} has no price`);
  const exponent = quoteExponent(market.exponent, atomicResolution);
  return (
    baseToQuote(BigInt(seconds) * ratePpm, market.price, exponent) / FUNDING_RATE_PERIOD_SECONDS
  );
}

function fundingUpdate(
  perpetualId: number,
  fundingValuePpm: number,
  fundingIndex: bigint,
): indexerEvents.FundingUpdateV1 {
  return { perpetualId, fundingValuePpm, fundingIndex: encodeSerializableInt(fundingIndex) };
}

function emitFunding(
  k: PerpetualsKernel,
  type: indexerEvents.FundingEventV1_Type,
  updates: indexerEvents.FundingUpdateV1[],
): void {
  const event = indexerEvents.FundingEventV1;
  k.indexer.addBlockEvent("funding_values", 1, event, { updates, type }, BlockEventPhase.EndBlock);
}
