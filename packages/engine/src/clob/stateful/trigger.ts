import { clamp } from "../../math/index.js";
import { marketParam } from "../../prices/index.js";
import {
  allClobPairs,
  type ClobPair,
  oracleSubticks,
  perpetualOf,
  type Ratio,
  ratioCeil,
  ratioFloor,
} from "../clobPair.js";
import { isBuy, STOP_LOSS } from "../order.js";
import { orderKey } from "../orderId.js";
import type { ClobKernel, StatefulPlacement } from "../state.js";
import { emitTriggered } from "./events.js";
import { byPlacement, nextPlacementIndex } from "./store.js";

/** clob.md §12.1, ConditionalOrderTriggerMultiplier. */
const TRIGGER_MULTIPLIER = 5n;
const MILLION = 1_000_000n;

/**
 * Stop-loss sells and take-profit buys trigger when the price falls to their trigger, the others
 * when it rises (clob.md §1.4).
 */
function triggersBelow(placement: StatefulPlacement): boolean {
  return (placement.order.conditionType === STOP_LOSS) !== isBuy(placement.order);
}

/**
 * EndBlock: moves conditional orders whose trigger is reached to the triggered store (clob.md
 * §5.3).
 */
export function triggerConditionalOrders(k: ClobKernel): void {
  if (k.clob.untriggered.size === 0) return;
  const byPair = new Map<number, StatefulPlacement[]>();
  for (const [, placement] of k.clob.untriggered.unordered()) {
    const id = placement.order.orderId.clobPairId;
    const list = byPair.get(id);
    if (list === undefined) byPair.set(id, [placement]);
    else list.push(placement);
  }
  for (const pair of allClobPairs(k)) {
    const waiting = byPair.get(pair.id);
    if (waiting === undefined) continue;
    waiting.sort(byPlacement);
    for (const price of triggerPrices(k, pair)) triggerAt(k, waiting, price);
  }
}

/**
 * The oracle price, then the block's lowest and highest trade price, each clamped around the
 * oracle.
 */
function triggerPrices(k: ClobKernel, pair: ClobPair): Ratio[] {
  const oracle = oracleSubticks(k, pair);
  const traded = k.clob.block.tradePrices.get(String(pair.id));
  if (traded === undefined) return [oracle];
  return [
    oracle,
    clampToOracle(k, pair, oracle, traded.min),
    clampToOracle(k, pair, oracle, traded.max),
  ];
}

function clampToOracle(k: ClobKernel, pair: ClobPair, oracle: Ratio, subticks: bigint): Ratio {
  const param = marketParam(k, perpetualOf(k, pair).params.marketId);
  const margin = TRIGGER_MULTIPLIER * BigInt(param?.minPriceChangePpm ?? 0);
  const den = oracle.den * MILLION;
  const num = clamp(
    subticks * den,
    oracle.num * (MILLION - margin),
    oracle.num * (MILLION + margin),
  );
  return { num, den };
}

/**
 * Triggers what `price` reaches: first the orders that wait for a fall, then those that wait for a
 * rise.
 */
function triggerAt(k: ClobKernel, waiting: readonly StatefulPlacement[], price: Ratio): void {
  const ceil = ratioCeil(price);
  const floor = ratioFloor(price);
  for (const below of [true, false]) {
    for (const placement of waiting) {
      if (triggersBelow(placement) !== below) continue;
      const trigger = placement.order.conditionalOrderTriggerSubticks;
      if (below ? trigger >= ceil : trigger <= floor) moveToTriggered(k, placement);
    }
  }
}

function moveToTriggered(k: ClobKernel, placement: StatefulPlacement): void {
  const { order } = placement;
  const key = orderKey(order.orderId);
  if (!k.clob.untriggered.has(key)) return;
  k.clob.untriggered.delete(key);
  k.clob.triggered.set(key, { order, placementIndex: nextPlacementIndex(k, key) });
  k.clob.block.triggered.push(order.orderId);
  emitTriggered(k, order.orderId);
}
