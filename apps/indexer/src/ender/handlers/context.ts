import type { OrderCancelStatus } from "@perpetua/messaging";
import type { BlockState } from "../model/blockState.js";
import type { BlockOutput } from "../output.js";

/** What handlers work with: the rows of the block, what it sends, and facts read before it. */
export interface HandlerContext {
  readonly state: BlockState;
  readonly output: BlockOutput;
  /** Cancel state of makers, read from Redis when the block was decoded (traps-indexer.md 28). */
  readonly cancelStatuses: ReadonlyMap<string, OrderCancelStatus>;
  readonly isVault: (address: string) => boolean;
  /** Row ids of SKIP_STATEFUL_ORDER_UUIDS. */
  readonly skippedOrders: ReadonlySet<string>;
}
