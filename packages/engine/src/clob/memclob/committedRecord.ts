import type { OrderId } from "../orderId.js";
import type { ClobKernel } from "../state.js";

/** What a committed block did to orders, as PrepareCheckState needs it. */
export interface CommittedRecord {
  readonly longTermPlaced: readonly OrderId[];
  readonly triggered: readonly OrderId[];
  /** Stateful orders that left state: cancelled, removed or completed. */
  readonly gone: readonly OrderId[];
  readonly expired: readonly OrderId[];
  /** Ids whose fill amount the block changed: by a trade, or by forgetting it. */
  readonly filled: readonly OrderId[];
  readonly voidExpiries: readonly { readonly time: number; readonly key: string }[];
}

function values(map: { sortedKeys(): string[]; get(key: string): OrderId | undefined }): OrderId[] {
  return map.sortedKeys().flatMap((key) => map.get(key) ?? []);
}

/**
 * Takes the block's record out of the block-scoped state, which from here on counts the optimistic
 * block that follows.
 */
export function takeRecord(k: ClobKernel): CommittedRecord {
  const { block } = k.clob;
  const record = {
    longTermPlaced: block.longTermPlaced.all(),
    triggered: block.triggered.all(),
    gone: [...values(block.cancelled), ...values(block.removed), ...values(block.completed)],
    // By time and id bytes, as they expired: recorded, main, block 2.
    expired: block.expired.keys().flatMap((key) => block.expired.get(key) ?? []),
    filled: values(block.filled),
    voidExpiries: block.voidExpiries.all(),
  };
  for (const scoped of Object.values(block)) scoped.clear();
  k.clob.uncommittedPlacements.clear();
  k.clob.uncommittedCancels.clear();
  return record;
}
