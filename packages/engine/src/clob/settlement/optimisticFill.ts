import {
  addCollateral,
  addPositionTotals,
  isIsolated,
  type MarketView,
  marketViewOf,
  mustPerpetual,
  type Perpetual,
  type RiskTotals,
  setPerpetual,
} from "../../perpetuals/index.js";
import { isDelivering } from "../../state/index.js";
import {
  leverageOf,
  type PerpetualPosition,
  type Subaccount,
  setSubaccount,
  subaccountKey,
} from "../../subaccounts/index.js";
import { type ClobPair, fillQuoteQuantums, perpetualIdOf } from "../clobPair.js";
import type { Order } from "../order.js";
import { isTwapSuborder } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import { feeOf, optimisticRates } from "./optimisticFees.js";
import type { Taker } from "./types.js";

const MAX_PPM = 1_000_000;

/**
 * The effect of `settleFill` outside blocks, for the usual fill: two plain orders in a cross market
 * without open-interest caps, two accounts whose funding is settled and whose initial margin is
 * covered afterwards. Says whether it applied; otherwise nothing was written and `settleFill` must
 * judge. The twins of the tests compare it with the full rules, which the naive engine always
 * takes.
 * PERF: no update lists and no events; fees and margins in exact integers.
 */
export function fillOptimistically(
  k: ClobKernel,
  pair: ClobPair,
  taker: Taker,
  maker: Order,
  quantums: bigint,
): boolean {
  if (isDelivering(k) || !k.perpetuals.plainMargins) return false;
  if (!isPlain(taker.order) || !isPlain(maker)) return false;
  const quote = Number(fillQuoteQuantums(pair, maker.subticks, quantums));
  const takerPpm = optimisticRates(k, taker.subaccountId.owner, pair.id).taker;
  const makerPpm = optimisticRates(k, maker.orderId.subaccountId.owner, pair.id).maker;
  if (quote > Number.MAX_SAFE_INTEGER / 4 || takerPpm > MAX_PPM || makerPpm > MAX_PPM) return false;
  if (takerPpm < -MAX_PPM || makerPpm < -MAX_PPM) return false;
  if (takerPpm + makerPpm < 0) return false;

  const perpetual = mustPerpetual(k, perpetualIdOf(pair));
  const view = marketViewOf(k, perpetual);
  if (isIsolated(perpetual) || view.tier.openInterestUpperCap !== 0n) return false;
  if (view.market.price === 0n) return false;
  const { subaccounts } = k.subaccounts;
  const a = subaccounts.get(subaccountKey(taker.subaccountId));
  const b = subaccounts.get(subaccountKey(maker.orderId.subaccountId));
  if (a === undefined || b === undefined) return false;

  const paid = taker.isBuy ? quote : -quote;
  const base = taker.isBuy ? quantums : -quantums;
  const nextA = covered(k, a, perpetual, view, base, -paid - feeOf(quote, takerPpm));
  if (nextA === undefined) return false;
  const nextB = covered(k, b, perpetual, view, -base, paid - feeOf(quote, makerPpm));
  if (nextB === undefined) return false;
  const { id } = perpetual.params;
  const longs = longSize(nextA, id) + longSize(nextB, id) - longSize(a, id) - longSize(b, id);
  if (longs !== 0n) setPerpetual(k, { ...perpetual, openInterest: perpetual.openInterest + longs });
  setSubaccount(k, nextA);
  setSubaccount(k, nextB);
  return true;
}

/** An order whose fills concern nobody but its account: no builder, no TWAP parent. */
function isPlain(order: Order | undefined): boolean {
  return (
    order !== undefined &&
    order.builderCodeParameters === undefined &&
    !isTwapSuborder(order.orderId)
  );
}

function longSize(s: Subaccount, perpetualId: number): bigint {
  for (const p of s.perpetualPositions) {
    if (p.perpetualId === perpetualId) return p.quantums > 0n ? p.quantums : 0n;
  }
  return 0n;
}

/**
 * The account after its side of the fill, or undefined unless it is a plain case with its initial
 * margin covered.
 */
function covered(
  k: ClobKernel,
  s: Subaccount,
  traded: Perpetual,
  view: MarketView,
  baseDelta: bigint,
  quoteDelta: number,
): Subaccount | undefined {
  const usdc = s.assetPositions[0];
  if (usdc === undefined || usdc.assetId !== 0 || s.assetPositions.length !== 1) return undefined;
  const balance = usdc.quantums + BigInt(quoteDelta);
  if (balance === 0n) return undefined;
  if (k.subaccounts.leverage.size !== 0 && leverageOf(k, s.id).length !== 0) return undefined;
  const perpetualPositions = nextPositions(k, s.perpetualPositions, traded, baseDelta);
  if (perpetualPositions === undefined) return undefined;
  const totals: RiskTotals = { nc: 0, imr: 0, mmr: 0, exact: true };
  addCollateral(totals, balance);
  for (const p of perpetualPositions) {
    const isTraded = p.perpetualId === traded.params.id;
    const held = isTraded ? view : marketViewOf(k, mustPerpetual(k, p.perpetualId));
    addPositionTotals(totals, held, p.quantums, p.quoteBalance, 0);
  }
  if (!totals.exact || totals.nc < totals.imr) return undefined;
  const assetPositions = [{ assetId: 0, quantums: balance, index: usdc.index }];
  return { id: s.id, assetPositions, perpetualPositions, marginEnabled: s.marginEnabled };
}

/**
 * The positions after the fill, ascending; undefined when funding has to be settled or an isolated
 * market is held. PERF: an account with this market alone, the usual one, takes the short way.
 */
function nextPositions(
  k: ClobKernel,
  list: readonly PerpetualPosition[],
  traded: Perpetual,
  baseDelta: bigint,
): PerpetualPosition[] | undefined {
  const { id } = traded.params;
  const { fundingIndex } = traded;
  const first = list[0];
  if (first === undefined) {
    return [{ perpetualId: id, quantums: baseDelta, fundingIndex, quoteBalance: 0n }];
  }
  if (list.length === 1 && first.perpetualId === id) {
    if (first.fundingIndex !== fundingIndex) return undefined;
    const quantums = first.quantums + baseDelta;
    const { quoteBalance } = first;
    if (quantums === 0n && quoteBalance === 0n) return [];
    return [{ perpetualId: id, quantums, fundingIndex, quoteBalance }];
  }
  return mergedPositions(k, list, traded, baseDelta);
}

function mergedPositions(
  k: ClobKernel,
  list: readonly PerpetualPosition[],
  traded: Perpetual,
  baseDelta: bigint,
): PerpetualPosition[] | undefined {
  const { id } = traded.params;
  const { fundingIndex } = traded;
  const next: PerpetualPosition[] = [];
  let placed = false;
  for (const p of list) {
    if (!placed && p.perpetualId > id) {
      next.push({ perpetualId: id, quantums: baseDelta, fundingIndex, quoteBalance: 0n });
      placed = true;
    }
    if (p.perpetualId !== id) {
      const held = mustPerpetual(k, p.perpetualId);
      if (held.fundingIndex !== p.fundingIndex || isIsolated(held)) return undefined;
      next.push(p);
      continue;
    }
    placed = true;
    if (p.fundingIndex !== fundingIndex) return undefined;
    const quantums = p.quantums + baseDelta;
    const { quoteBalance } = p;
    if (quantums !== 0n || quoteBalance !== 0n) {
      next.push({ perpetualId: id, quantums, fundingIndex, quoteBalance });
    }
  }
  if (!placed) next.push({ perpetualId: id, quantums: baseDelta, fundingIndex, quoteBalance: 0n });
  return next;
}
