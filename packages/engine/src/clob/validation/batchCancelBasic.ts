import type { clob } from "@perpetua/protocol";
import type { Rejection } from "../../state/index.js";
import { subaccountIdRejection } from "../../subaccounts/index.js";
import { clobRejection } from "../errors.js";

const MAX_CANCELS = 100;

/**
 * The stateless rules of MsgBatchCancel (clob.md §3.7). Its good-til-block is none of them: the
 * window refuses 0.
 */
export function validateBatchCancel(message: clob.MsgBatchCancel): Rejection | undefined {
  const account = subaccountIdRejection(message.subaccountId ?? { owner: "", number: 0 });
  if (account !== undefined) return account;
  const batches = message.shortTermCancels;
  if (batches.length === 0) {
    return clobRejection(45, "Batch cancel cannot have zero orders specified.");
  }
  const pairs = new Set<number>();
  let total = 0;
  for (const { clobPairId, clientIds } of batches) {
    if (pairs.has(clobPairId)) {
      return clobRejection(45, `Duplicate clob pair ids are not allowed: ${clobPairId}`);
    }
    pairs.add(clobPairId);
    if (clientIds.length === 0) {
      return clobRejection(45, "Order Batch cannot have zero orders specified.");
    }
    const repeated = firstRepeated(clientIds);
    if (repeated !== undefined) {
      const what = `Batch Cancel Clob pair id ${clobPairId} has duplicate client ids: ${repeated}`;
      return clobRejection(45, what);
    }
    total += clientIds.length;
  }
  if (total > MAX_CANCELS) {
    return clobRejection(
      45,
      `Batch cancel cannot have over ${MAX_CANCELS} orders. Order count: ${total}`,
    );
  }
  return undefined;
}

/** Runs before the signature is known to be good, so it must not be quadratic. */
function firstRepeated(ids: readonly number[]): number | undefined {
  const seen = new Set<number>();
  for (const id of ids) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return undefined;
}
