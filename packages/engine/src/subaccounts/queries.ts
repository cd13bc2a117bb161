import { subaccounts as wire } from "@perpetua/protocol";
import { getPerpetual } from "../perpetuals/index.js";
import { hex } from "../state/index.js";
import { chainOutageSeenAt, GATE_BLOCKS, negativeTncSeenAt } from "./gating.js";
import { collateralPoolOf } from "./pools.js";
import {
  getSubaccount,
  type SubaccountId,
  type SubaccountsKernel,
  toWireSubaccount,
} from "./state.js";

/** The account as stored, funding unsettled; absent accounts read as empty (risk.md §4.14). */
export function querySubaccount(k: SubaccountsKernel, id: SubaccountId): wire.Subaccount {
  return toWireSubaccount(getSubaccount(k, id));
}

/** All accounts in the order of the reference's store: by the encoded id. The caller paginates. */
export function queryAllSubaccounts(k: SubaccountsKernel): wire.Subaccount[] {
  const keyed = [...k.subaccounts.subaccounts.unordered()].map(([, s]) => ({
    key: hex(wire.SubaccountId.encode(s.id).finish()),
    subaccount: toWireSubaccount(s),
  }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return keyed.map((entry) => entry.subaccount);
}

/** When balances may move again for accounts in the perpetual's pool (risk.md §4.9). */
export function queryBlockedInfo(
  k: SubaccountsKernel,
  perpetualId: number,
): wire.QueryGetWithdrawalAndTransfersBlockedInfoResponse | undefined {
  if (getPerpetual(k, perpetualId) === undefined) return undefined;
  const seen = negativeTncSeenAt(k, perpetualId);
  const outage = chainOutageSeenAt(k);
  const last = Math.max(seen, outage);
  return {
    negativeTncSubaccountSeenAtBlock: seen,
    chainOutageSeenAtBlock: outage,
    withdrawalsAndTransfersUnblockedAtBlock: last === 0 ? 0 : last + GATE_BLOCKS,
  };
}

/** The collateral pool of a perpetual, or undefined: NotFound. */
export function queryCollateralPool(k: SubaccountsKernel, perpetualId: number): string | undefined {
  return getPerpetual(k, perpetualId) === undefined ? undefined : collateralPoolOf(k, perpetualId);
}
