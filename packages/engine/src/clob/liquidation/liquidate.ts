import { abs } from "../../math/index.js";
import { mustPerpetual, notional } from "../../perpetuals/index.js";
import { isRejection } from "../../state/index.js";
import { getSubaccount, type SubaccountId } from "../../subaccounts/index.js";
import { ACTIVE, mustClobPair, oracleSubticks } from "../clobPair.js";
import { matchingLoop } from "../memclob/matchingLoop.js";
import { queueMakers, removeMakers, updateMakers } from "../memclob/place.js";
import { PositionSigns } from "../memclob/positionSigns.js";
import { queueReduceOnlyRemoval } from "../memclob/reduceOnlyRemoval.js";
import { matchLiquidationOf } from "../memclob/toMatch.js";
import { type LiquidationOrder, liquidationHash } from "../order.js";
import { compareBytes } from "../orderId.js";
import { takerOfLiquidation } from "../settlement/types.js";
import type { ClobKernel } from "../state.js";
import { checkLiquidatable, liquidationOrderFor, positionKey } from "./order.js";
import { rotated } from "./rotated.js";

/** clob.md §12.2, max-liquidation-attempts-per-block. */
const MAX_ATTEMPTS = 50;

/** A position that could not be liquidated at all. */
export interface UnfilledPosition {
  readonly account: SubaccountId;
  readonly perpetualId: number;
}

/**
 * Liquidates up to 50 accounts of the daemon's list; returns the positions that found no
 * counterparty (clob.md §8.2).
 */
export function liquidateAccounts(
  k: ClobKernel,
  accounts: readonly SubaccountId[],
): UnfilledPosition[] {
  const seed = k.header.seconds;
  const orders: LiquidationOrder[] = [];
  for (const account of rotated(accounts, seed).slice(0, MAX_ATTEMPTS)) {
    const order = nextLiquidation(k, account, seed);
    if (order !== undefined) orders.push(order);
  }
  const unfilled: UnfilledPosition[] = [];
  for (const { order } of orders.map((o) => ranked(k, o)).sort(compareRanked)) {
    const account = order.subaccountId;
    const current = nextLiquidation(k, account, seed);
    if (current === undefined) continue;
    if (matchLiquidation(k, current) === 0n) {
      unfilled.push({ account, perpetualId: current.perpetualId });
    }
  }
  return unfilled;
}

/**
 * The account's next liquidation order: the first position, in rotated id order, not yet liquidated
 * in this block.
 */
function nextLiquidation(
  k: ClobKernel,
  account: SubaccountId,
  seed: number,
): LiquidationOrder | undefined {
  if (checkLiquidatable(k, account) !== undefined) return undefined;
  for (const { perpetualId } of rotated(getSubaccount(k, account).perpetualPositions, seed)) {
    const order = liquidationOrderFor(k, account, perpetualId);
    if (!isRejection(order)) return order;
  }
  return undefined;
}

interface Ranked {
  readonly order: LiquidationOrder;
  /** |fillable − oracle| / oracle as a fraction. */
  readonly gapNum: bigint;
  readonly gapDen: bigint;
  readonly value: bigint;
  readonly hash: Uint8Array;
}

function ranked(k: ClobKernel, order: LiquidationOrder): Ranked {
  const { num, den } = oracleSubticks(k, mustClobPair(k, order.clobPairId));
  const value = abs(notional(k, mustPerpetual(k, order.perpetualId), order.quantums));
  return {
    order,
    gapNum: abs(order.subticks * den - num),
    gapDen: num === 0n ? 1n : num,
    value,
    hash: liquidationHash(order),
  };
}

/** Largest distance from the oracle first, then largest value, then smallest hash. */
function compareRanked(a: Ranked, b: Ranked): number {
  const left = a.gapNum * b.gapDen;
  const right = b.gapNum * a.gapDen;
  if (left !== right) return left > right ? -1 : 1;
  if (a.value !== b.value) return a.value > b.value ? -1 : 1;
  return compareBytes(a.hash, b.hash);
}

/** Matches a liquidation order as a taker that never rests; returns what was filled. */
function matchLiquidation(k: ClobKernel, order: LiquidationOrder): bigint {
  const market = k.memclob.market(k, order.clobPairId);
  if (market === undefined || market.pair.status !== ACTIVE) return 0n;
  const { journal } = k.registry;
  const before = journal.mark();
  const signs = PositionSigns.before(k, market, order.subaccountId);
  const loop = matchingLoop(k, market, takerOfLiquidation(order), order.quantums);
  const filled = order.quantums - loop.remaining;
  k.memclob.stream.takerOrder({ liquidation: order }, loop.status, loop.remaining, filled);
  const waiting = removeMakers(k, market, loop);
  if (loop.fills.length === 0) journal.revert(before);
  else {
    queueMakers(k, loop.fills);
    const match = { matchPerpetualLiquidation: matchLiquidationOf(order, loop.fills) };
    k.memclob.queue.addMatch(match);
    updateMakers(k, market, loop.fills);
    k.memclob.stream.orderFill(match, loop.fills, undefined);
    signs?.cancelReduceOnly(market, loop.fills);
    for (const maker of waiting) queueReduceOnlyRemoval(k, market, maker);
  }
  const key = positionKey(order.subaccountId, order.perpetualId);
  k.clob.block.liquidatedPositions.set(key, true);
  return filled;
}
