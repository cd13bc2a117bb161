import type { clob } from "@perpetua/protocol";
import { abs, min } from "../../math/index.js";
import {
  accountRisk,
  getSubaccount,
  positionSize,
  type SubaccountId,
} from "../../subaccounts/index.js";
import {
  allClobPairs,
  clobPairOfPerpetual,
  FINAL_SETTLEMENT,
  INITIALIZING,
  perpetualIdOf,
} from "../clobPair.js";
import type { LiquidationInputs } from "../daemonInputs.js";
import type { UnfilledPosition } from "../liquidation/liquidate.js";
import { rotated } from "../liquidation/rotated.js";
import { sameAccount } from "../orderId.js";
import type { ClobKernel } from "../state.js";
import { deleveragingPrice } from "./eligibility.js";
import { deleveragingFill } from "./fill.js";

/** clob.md §12.2. */
const MAX_ATTEMPTS = 10;
const MAX_COUNTERPARTIES = 500;

/**
 * Deleverages what could not be liquidated and closes positions of markets in final settlement,
 * then marks the first account that is
 * still negative for the withdrawal gate (clob.md §9.1–9.3, §9.5).
 */
export function deleverageAccounts(
  k: ClobKernel,
  input: LiquidationInputs,
  unfilled: readonly UnfilledPosition[],
): void {
  const candidates = [...unfilled, ...finalSettlementPositions(k, input)];
  for (const { account, perpetualId } of candidates.slice(0, MAX_ATTEMPTS)) {
    deleverage(k, input, account, perpetualId);
  }
  markNegativeAccount(k, input);
}

/**
 * Every account with a position in a market in final settlement, pairs in id order, longs before
 * shorts.
 */
function finalSettlementPositions(k: ClobKernel, input: LiquidationInputs): UnfilledPosition[] {
  const found: UnfilledPosition[] = [];
  for (const pair of allClobPairs(k)) {
    if (pair.status !== FINAL_SETTLEMENT) continue;
    const perpetualId = perpetualIdOf(pair);
    const open = input.positions.find((p) => p.perpetualId === perpetualId);
    for (const account of [...(open?.longs ?? []), ...(open?.shorts ?? [])]) {
      found.push({ account, perpetualId });
    }
  }
  return found;
}

/**
 * Offsets the whole position against opposite ones, as far as they bear it; a partial result is
 * kept.
 */
function deleverage(
  k: ClobKernel,
  input: LiquidationInputs,
  account: SubaccountId,
  perpetualId: number,
): void {
  const price = deleveragingPrice(k, account, perpetualId);
  const size = positionSize(getSubaccount(k, account), perpetualId);
  if (price === "none" || size === 0n || !mayPropose(k, perpetualId)) return;
  const open = input.positions.find((p) => p.perpetualId === perpetualId);
  const counterparties = (size > 0n ? open?.shorts : open?.longs) ?? [];
  const fills: clob.MatchPerpetualDeleveraging_Fill[] = [];
  let remaining = abs(size);
  for (const offsetting of rotated(counterparties, k.header.seconds).slice(0, MAX_COUNTERPARTIES)) {
    if (remaining === 0n) break;
    if (sameAccount(offsetting, account)) continue;
    const other = positionSize(getSubaccount(k, offsetting), perpetualId);
    if (other === 0n || other > 0n === size > 0n) continue;
    const amount = min(remaining, abs(other));
    const refused = deleveragingFill(
      k,
      account,
      offsetting,
      perpetualId,
      amount,
      price === "oracle",
    );
    if (refused !== undefined) continue;
    fills.push({ offsettingSubaccountId: { ...offsetting }, fillAmount: amount });
    remaining -= amount;
  }
  if (fills.length === 0) return;
  k.memclob.queue.addMatch({
    matchPerpetualDeleveraging: {
      liquidated: { ...account },
      perpetualId,
      fills,
      isFinalSettlement: price === "oracle",
    },
  });
}

/**
 * A market that is initialising takes no deleveraging (clob.md §1.5): the block would refuse the
 * whole message.
 */
function mayPropose(k: ClobKernel, perpetualId: number): boolean {
  const pair = clobPairOfPerpetual(k, perpetualId);
  return pair !== undefined && pair.status !== INITIALIZING;
}

/**
 * Queues a deleveraging without fills for the first account that is still negative (clob.md §9.5).
 */
function markNegativeAccount(k: ClobKernel, input: LiquidationInputs): void {
  for (const account of input.negativeTnc) {
    const { perpetualPositions } = getSubaccount(k, account);
    const first = perpetualPositions.find((p) => mayPropose(k, p.perpetualId));
    if (first === undefined || accountRisk(k, account).nc >= 0n) continue;
    k.memclob.queue.addMatch({
      matchPerpetualDeleveraging: {
        liquidated: { ...account },
        perpetualId: first.perpetualId,
        fills: [],
        isFinalSettlement: false,
      },
    });
    return;
  }
}
