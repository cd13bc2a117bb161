import { clob, indexerEvents } from "@perpetua/protocol";
import { floorDiv, must, pow10 } from "../math/index.js";
import {
  getPerpetual,
  idKey,
  mustPerpetual,
  type Perpetual,
  QUOTE_ATOMIC_RESOLUTION,
} from "../perpetuals/index.js";
import { marketPrice } from "../prices/index.js";
import type { Rejection } from "../state/index.js";
import { clobRejection } from "./errors.js";
import type { ClobKernel } from "./state.js";

export type ClobPair = Readonly<clob.ClobPair>;
export const {
  STATUS_ACTIVE: ACTIVE,
  STATUS_INITIALIZING: INITIALIZING,
  STATUS_FINAL_SETTLEMENT: FINAL_SETTLEMENT,
} = clob.ClobPair_Status;

export function getClobPair(k: ClobKernel, id: number): ClobPair | undefined {
  return k.clob.pairs.get(idKey(id));
}

export function mustClobPair(k: ClobKernel, id: number): ClobPair {
  return must(getClobPair(k, id), `clob pair ${id} does not exist`);
}

/** All pairs, ascending by id. */
export function allClobPairs(k: ClobKernel): ClobPair[] {
  return [...k.clob.pairs.entries()].map(([, pair]) => pair);
}

export function perpetualIdOf(pair: ClobPair): number {
  return must(pair.perpetualClobMetadata, "only perpetual clob pairs exist").perpetualId;
}

export function perpetualOf(k: ClobKernel, pair: ClobPair): Perpetual {
  return mustPerpetual(k, perpetualIdOf(pair));
}

/** The pair that trades a perpetual; there is at most one (clob.md §1.5). */
export function clobPairOfPerpetual(k: ClobKernel, perpetualId: number): ClobPair | undefined {
  const sameId = getClobPair(k, perpetualId);
  if (sameId !== undefined && perpetualIdOf(sameId) === perpetualId) return sameId;
  return allClobPairs(k).find((pair) => perpetualIdOf(pair) === perpetualId);
}

/** Whether premium votes for the perpetual are allowed (risk.md §3.5). */
export function isPerpetualActive(k: ClobKernel, perpetualId: number): boolean {
  return clobPairOfPerpetual(k, perpetualId)?.status === ACTIVE;
}

/** A positive rational. */
export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
}

/** A price `P × 10^E` in subticks, exact (clob.md §2, oracle subticks). */
export function priceToSubticks(
  pair: ClobPair,
  perpetual: Perpetual,
  price: bigint,
  priceExponent: number,
): Ratio {
  const exponent =
    priceExponent -
    pair.quantumConversionExponent +
    perpetual.params.atomicResolution -
    QUOTE_ATOMIC_RESOLUTION;
  return exponent >= 0
    ? { num: price * pow10(exponent), den: 1n }
    : { num: price, den: pow10(-exponent) };
}

/** The on-chain oracle price of a pair in subticks. */
export function oracleSubticks(k: ClobKernel, pair: ClobPair): Ratio {
  const perpetual = perpetualOf(k, pair);
  const market = must(marketPrice(k, perpetual.params.marketId), "a perpetual has a market");
  return priceToSubticks(pair, perpetual, market.price, market.exponent);
}

export function ratioFloor(r: Ratio): bigint {
  return floorDiv(r.num, r.den);
}

export function ratioCeil(r: Ratio): bigint {
  return -floorDiv(-r.num, r.den);
}

/** Value of `quantums` at `subticks` in quote quantums (clob.md §2, fill QQ). ROUNDING: floor. */
export function fillQuoteQuantums(pair: ClobPair, subticks: bigint, quantums: bigint): bigint {
  const product = subticks * quantums;
  const exponent = pair.quantumConversionExponent;
  return exponent >= 0 ? product * pow10(exponent) : product / pow10(-exponent);
}

/** Rules of a new pair that need no other state (clob.md §11). */
export function validateClobPair(pair: ClobPair): Rejection | undefined {
  if (pair.spotClobMetadata !== undefined || pair.perpetualClobMetadata === undefined) {
    return clobRejection(27, `CLOB pair (${pair.id}) is not a perpetual CLOB`);
  }
  if (![ACTIVE, INITIALIZING, FINAL_SETTLEMENT].includes(pair.status)) {
    return clobRejection(27, `CLOB pair (${pair.id}) has unsupported status ${pair.status}`);
  }
  if (pair.stepBaseQuantums === 0n) {
    return clobRejection(27, "StepBaseQuantums must be > 0.");
  }
  if (pair.subticksPerTick === 0) return clobRejection(27, "SubticksPerTick must be > 0");
  return undefined;
}

/** Creates a pair and emits its market (clob.md §11, MsgCreateClobPair; also genesis). */
export function createClobPair(k: ClobKernel, pair: ClobPair): Rejection | undefined {
  const invalid = validateClobPair(pair);
  if (invalid !== undefined) return invalid;
  if (getClobPair(k, pair.id) !== undefined) return clobRejection(33, `id = ${pair.id}`);
  const perpetualId = perpetualIdOf(pair);
  const perpetual = getPerpetual(k, perpetualId);
  if (perpetual === undefined) return clobRejection(37, `${perpetualId}`);
  if (clobPairOfPerpetual(k, perpetualId) !== undefined) {
    return clobRejection(41, `perpetual ID ${perpetualId}`);
  }
  k.clob.pairs.set(idKey(pair.id), pair);
  emitPerpetualMarket(k, pair, perpetual);
  return undefined;
}

function emitPerpetualMarket(k: ClobKernel, pair: ClobPair, perpetual: Perpetual): void {
  const { params } = perpetual;
  k.indexer.addTransactionEvent("perpetual_market", 3, indexerEvents.PerpetualMarketCreateEventV3, {
    id: params.id,
    clobPairId: pair.id,
    ticker: params.ticker,
    marketId: params.marketId,
    status: pair.status as number,
    quantumConversionExponent: pair.quantumConversionExponent,
    atomicResolution: params.atomicResolution,
    subticksPerTick: pair.subticksPerTick,
    stepBaseQuantums: pair.stepBaseQuantums,
    liquidityTier: params.liquidityTier,
    marketType: params.marketType as number,
    defaultFunding8hrPpm: params.defaultFundingPpm,
  });
}

/** The next free pair id for permissionless listing (clob.md §11). */
export function acquireNextClobPairId(k: ClobKernel): number {
  const start = k.clob.nextClobPairId.get() ?? 0;
  let free: number | undefined;
  for (let i = 0; i < 1000 && free === undefined; i++) {
    if (getClobPair(k, start + i) === undefined) free = start + i;
  }
  const id = must(free, "no free clob pair id");
  k.clob.nextClobPairId.set(id + 1);
  return id;
}
