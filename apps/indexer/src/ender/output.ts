import type { indexerV1, offChainUpdates } from "@perpetua/protocol";
import type { EventPosition } from "./decode/blockEvent.js";

/** Contents of a subaccounts message before it becomes JSON. */
export interface SubaccountContents {
  perpetualPositions?: object[];
  assetPositions?: object[];
  fills?: object[];
  orders?: object[];
  transfers?: object;
  tradingReward?: object;
  blockHeight: string;
}

export interface SubaccountOutput {
  readonly subaccountId: indexerV1.IndexerSubaccountId;
  readonly contents: SubaccountContents;
  /** Set on fills that belong to an order: such messages are merged per order (indexer.md §4.5). */
  readonly fillOrderId?: string;
}

/** One trade as clients see it, plus what candles need. */
export interface TradeOutput {
  readonly clobPairId: number;
  readonly ticker: string;
  readonly size: string;
  readonly price: string;
  readonly content: object;
}

export interface VulcanOutput {
  readonly update: offChainUpdates.OffChainUpdateV1;
  /** `event_type`; messages about fills carry no headers at all (traps-indexer.md 37). */
  readonly eventType?: string;
}

/** What one handler of one event sends; a fill has two handlers, maker and taker. */
export interface HandlerOutput {
  readonly position: EventPosition;
  /**
   * Upstream runs handlers in parallel batches; these ids decide the batch and so the order of
   * messages that stand at the same event (indexer.md §4.3-5).
   */
  readonly parallelIds: readonly string[];
  readonly subaccounts: SubaccountOutput[];
  readonly trades: TradeOutput[];
  readonly vulcan: VulcanOutput[];
}

export function newOutput(
  position: EventPosition,
  parallelIds: readonly string[] = [],
): HandlerOutput {
  return { position, parallelIds, subaccounts: [], trades: [], vulcan: [] };
}

/** Funding samples to append, or to clear, in Redis after the commit (Q5). */
export type FundingEffect =
  | { readonly kind: "sample"; readonly ticker: string; readonly rate: string }
  | { readonly kind: "clear"; readonly ticker: string };

/** Everything that leaves ender because of a block. */
export class BlockOutput {
  readonly handlers: HandlerOutput[] = [];
  /** Contents of `to-websockets-markets`, in block order. */
  readonly markets: object[] = [];
  readonly funding: FundingEffect[] = [];
  /** Total filled quantums by order row id, for `v4/state_filled_quantums`. */
  readonly stateFilled = new Map<string, bigint>();
  /** Parts of events that could not be applied without failing the block. */
  readonly warnings: string[] = [];

  add(output: HandlerOutput): HandlerOutput {
    this.handlers.push(output);
    return output;
  }
}
