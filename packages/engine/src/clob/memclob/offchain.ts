import { indexerShared, offChainUpdates } from "@perpetua/protocol";
import { type Order, toIndexerOrder } from "../order.js";
import { type OrderId, orderKey, toIndexerOrderId } from "../orderId.js";

export type RemovalReason = indexerShared.OrderRemovalReason;
export const Reason = indexerShared.OrderRemovalReason;
export const BEST_EFFORT_CANCELED =
  offChainUpdates.OrderRemoveV1_OrderRemovalStatus.ORDER_REMOVAL_STATUS_BEST_EFFORT_CANCELED;
export const CANCELED =
  offChainUpdates.OrderRemoveV1_OrderRemovalStatus.ORDER_REMOVAL_STATUS_CANCELED;
const BEST_EFFORT_OPENED =
  offChainUpdates.OrderPlaceV1_OrderPlacementStatus.ORDER_PLACEMENT_STATUS_BEST_EFFORT_OPENED;

type Entry =
  | { readonly kind: "place"; readonly order: Order }
  | {
      readonly kind: "remove";
      readonly id: OrderId;
      readonly reason: RemovalReason;
      readonly status: number;
    }
  | { readonly kind: "update"; readonly id: OrderId; readonly filled: bigint };

/** A message for the topic `to-vulcan`; the sender hashes the key and frames the value (clob.md §10.1). */
export interface OffChainMessage {
  /** The message key is SHA-256 of this id's indexer form. */
  readonly key: OrderId;
  readonly message: offChainUpdates.OffChainUpdateV1;
  /** Upper-case hex hash of the transaction that caused it; undefined after a commit. */
  readonly txHash: string | undefined;
}

/**
 * Off-chain updates waiting for the application. While `condensing` (PrepareCheckState) placements are dropped and only the last
 * message of an order survives (clob.md §5.2).
 * PERF: messages are built when drained, not when noted.
 */
export class OffChainOutbox {
  private entries: { readonly entry: Entry; readonly txHash: string | undefined }[] = [];
  private condensed: Map<string, Entry> | undefined;
  /** Whether anything is kept at all; a node without an indexer switches it off. */
  enabled = true;

  place(order: Order, txHash: string | undefined): void {
    if (this.enabled && this.condensed === undefined) {
      this.entries.push({ entry: { kind: "place", order }, txHash });
    }
  }

  remove(id: OrderId, reason: RemovalReason, status: number, txHash: string | undefined): void {
    if (this.enabled) this.add({ kind: "remove", id, reason, status }, id, txHash);
  }

  update(id: OrderId, filled: bigint, txHash: string | undefined): void {
    if (this.enabled) this.add({ kind: "update", id, filled }, id, txHash);
  }

  startCondensing(): void {
    this.condensed = new Map();
  }

  finishCondensing(): void {
    for (const entry of this.condensed?.values() ?? []) {
      this.entries.push({ entry, txHash: undefined });
    }
    this.condensed = undefined;
  }

  /** All messages noted since the last call, in order. */
  drain(): OffChainMessage[] {
    const drained = this.entries.map(({ entry, txHash }) => ({ ...toMessage(entry), txHash }));
    this.entries = [];
    return drained;
  }

  private add(entry: Entry, id: OrderId, txHash: string | undefined): void {
    if (this.condensed === undefined) {
      this.entries.push({ entry, txHash });
      return;
    }
    const key = orderKey(id);
    this.condensed.delete(key);
    this.condensed.set(key, entry);
  }
}

function toMessage(entry: Entry): Omit<OffChainMessage, "txHash"> {
  switch (entry.kind) {
    case "place":
      return {
        key: entry.order.orderId,
        message: {
          orderPlace: {
            order: toIndexerOrder(entry.order),
            placementStatus: BEST_EFFORT_OPENED,
            timeStamp: undefined,
          },
        },
      };
    case "remove":
      return {
        key: entry.id,
        message: {
          orderRemove: {
            removedOrderId: toIndexerOrderId(entry.id),
            reason: entry.reason,
            removalStatus: entry.status,
            timeStamp: undefined,
          },
        },
      };
    case "update":
      return {
        key: entry.id,
        message: {
          orderUpdate: {
            orderId: toIndexerOrderId(entry.id),
            totalFilledQuantums: entry.filled,
          },
        },
      };
  }
}
