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
  settleFunding,
  subaccountKey,
  usdcBalance,
} from "../../subaccounts/index.js";
import { type ClobPair, fillQuoteQuantums, perpetualIdOf } from "../clobPair.js";
import type { Order } from "../order.js";
import { isTwapSuborder } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import { feeOf, optimisticRates } from "./optimisticFees.js";
import type { Taker } from "./types.js";

const MAX_PPM = 1_000_000;

/**
 * The effect of `settleFill` outside blocks, for the usual fill: two plain orders, two accounts
 * whose initial margin is covered afterwards, no collateral that changes its pool. Says whether it
 * applied; otherwise nothing was written and `settleFill` must judge. The twins of the tests
 * compare it with the full rules, which the naive engine always takes.
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
  // The rebate would be cut to what the taker pays.
  if (takerPpm + makerPpm < 0) return false;

  const perpetual = mustPerpetual(k, perpetualIdOf(pair));
  const { subaccounts } = k.subaccounts;
  const a = subaccounts.get(subaccountKey(taker.subaccountId));
  const b = subaccounts.get(subaccountKey(maker.orderId.subaccountId));
  if (a === undefined || b === undefined) return false;
  const paid = taker.isBuy ? quote : -quote;
  const base = taker.isBuy ? quantums : -quantums;
  const sideA = afterFill(k, a, perpetual, base, -paid - feeOf(quote, takerPpm));
  if (sideA === undefined) return false;
  const sideB = afterFill(k, b, perpetual, -base, paid - feeOf(quote, makerPpm));
  if (sideB === undefined) return false;
  const { next: nextA } = sideA;
  const { next: nextB } = sideB;

  const { id } = perpetual.params;
  const longs = longSize(nextA, id) + longSize(nextB, id) - longSize(a, id) - longSize(b, id);
  const openInterest = perpetual.openInterest + longs;
  if (openInterest < 0n) return false;
  // A match is judged with the open interest that it leads to (risk.md §3.4).
  const { params, fundingIndex } = perpetual;
  const traded = longs === 0n ? perpetual : { params, fundingIndex, openInterest };
  const view = marketViewOf(k, traded);
  if (view.market.price === 0n) return false;
  if (!isCovered(sideA, view) || !isCovered(sideB, view)) return false;
  if (longs !== 0n) setPerpetual(k, traded);
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

/** An account after its side of the fill, and the markets of its other positions in their order. */
interface Side {
  readonly next: Subaccount;
  readonly others: readonly MarketView[];
}

const NO_OTHERS: readonly MarketView[] = [];

/** The account after its side of the fill, funding settled; undefined unless it is a plain case. */
function afterFill(
  k: ClobKernel,
  s: Subaccount,
  traded: Perpetual,
  baseDelta: bigint,
  quoteDelta: number,
): Side | undefined {
  const usdc = s.assetPositions[0];
  if (usdc === undefined || usdc.assetId !== 0 || s.assetPositions.length !== 1) return undefined;
  if (k.subaccounts.leverage.size !== 0 && leverageOf(k, s.id).length !== 0) return undefined;
  let others = NO_OTHERS as MarketView[];
  let isSettled = true;
  for (const { perpetualId, fundingIndex } of s.perpetualPositions) {
    const isTraded = perpetualId === traded.params.id;
    const held = isTraded ? traded : mustPerpetual(k, perpetualId);
    if (held.fundingIndex !== fundingIndex) isSettled = false;
    if (isTraded) continue;
    if (isIsolated(held)) return undefined;
    const view = marketViewOf(k, held);
    if (others.length === 0) others = [view];
    else others.push(view);
  }
  const settled = isSettled ? s : settleFunding(k, s).subaccount;
  const balance = usdcBalance(settled);
  const after = balance + BigInt(quoteDelta);
  if (balance === 0n || after === 0n) return undefined;
  const perpetualPositions = isIsolated(traded)
    ? isolatedPosition(settled, traded, baseDelta)
    : crossPositions(settled, traded, baseDelta);
  if (perpetualPositions === undefined) return undefined;
  const assetPositions = [{ assetId: 0, quantums: after, index: usdc.index }];
  const { id, marginEnabled } = s;
  return { next: { id, assetPositions, perpetualPositions, marginEnabled }, others };
}

/** An isolated position that neither opens nor closes: its collateral stays where it is. */
function isolatedPosition(
  { perpetualPositions: [only, ...others] }: Subaccount,
  { params, fundingIndex }: Perpetual,
  baseDelta: bigint,
): PerpetualPosition[] | undefined {
  if (only === undefined || others.length > 0) return undefined;
  const { perpetualId, quoteBalance } = only;
  const quantums = only.quantums + baseDelta;
  if (perpetualId !== params.id || only.quantums === 0n || quantums === 0n) return undefined;
  return [{ perpetualId, quantums, fundingIndex, quoteBalance }];
}

/** The positions after the fill, ascending. */
function crossPositions(
  { perpetualPositions: list }: Subaccount,
  traded: Perpetual,
  baseDelta: bigint,
): PerpetualPosition[] {
  const perpetualId = traded.params.id;
  const { fundingIndex } = traded;
  let at = 0;
  while (at < list.length && (list[at] as PerpetualPosition).perpetualId < perpetualId) at++;
  const held = list[at]?.perpetualId === perpetualId ? list[at] : undefined;
  const quantums = (held?.quantums ?? 0n) + baseDelta;
  const quoteBalance = held?.quoteBalance ?? 0n;
  const stays = quantums !== 0n || quoteBalance !== 0n;
  const position = { perpetualId, quantums, fundingIndex, quoteBalance };
  // PERF: an array that grows by `push` has room for 17.
  if (list.length === (held === undefined ? 0 : 1)) return stays ? [position] : [];
  const next = list.slice();
  if (held === undefined) next.splice(at, 0, position);
  else if (stays) next[at] = position;
  else next.splice(at, 1);
  return next;
}

/** Whether the account has its initial margin; `traded` is the view of the market of the fill. */
function isCovered({ next, others }: Side, traded: MarketView): boolean {
  const totals: RiskTotals = { nc: 0, imr: 0, mmr: 0, exact: true };
  addCollateral(totals, usdcBalance(next));
  let at = 0;
  for (const p of next.perpetualPositions) {
    const isTraded = p.perpetualId === traded.params.id;
    const view = isTraded ? traded : (others[at++] as MarketView);
    addPositionTotals(totals, view, p.quantums, p.quoteBalance, 0);
  }
  return totals.exact && totals.nc >= totals.imr;
}
