import type { clob } from "@perpetua/protocol";
import type { Order } from "../order.js";
import type { OrderId } from "../orderId.js";

/**
 * One entry of the local operations queue (clob.md §4.1). Stateful placements stay inside the node.
 */
export type Operation =
  | { readonly kind: "shortTerm"; readonly order: Order; readonly tx: Uint8Array }
  | { readonly kind: "stateful"; readonly order: Order }
  | { readonly kind: "match"; readonly match: clob.ClobMatch }
  | { readonly kind: "removal"; readonly orderId: OrderId; readonly reason: number };

/** What the node would propose: everything matched or removed since the last commit, in order. */
export class OperationsQueue {
  private operations: Operation[] = [];
  /** Orders whose placement is in the queue. */
  private placed = new Set<Order>();
  private removed = new Set<string>();

  /** Queues the placement of an order once; says whether it was new. */
  addPlacement(order: Order, tx: Uint8Array | undefined): boolean {
    if (this.placed.has(order)) return false;
    this.placed.add(order);
    this.operations.push(
      tx === undefined ? { kind: "stateful", order } : { kind: "shortTerm", order, tx },
    );
    return true;
  }

  addMatch(match: clob.ClobMatch): void {
    this.operations.push({ kind: "match", match });
  }

  /** Queues the removal of a stateful order once. */
  addRemoval(key: string, orderId: OrderId, reason: number): void {
    if (this.removed.has(key)) return;
    this.removed.add(key);
    this.operations.push({ kind: "removal", orderId, reason });
  }

  all(): readonly Operation[] {
    return this.operations;
  }

  /** Hands the queue out and starts an empty one. */
  take(): readonly Operation[] {
    const taken = this.operations;
    this.operations = [];
    this.placed = new Set();
    this.removed = new Set();
    return taken;
  }

  /** The queue as a proposal carries it (clob.md §6.2). */
  toRaw(): clob.OperationRaw[] {
    const raw: clob.OperationRaw[] = [];
    for (const op of this.operations) {
      if (op.kind === "shortTerm") raw.push({ shortTermOrderPlacement: op.tx });
      else if (op.kind === "match") raw.push({ match: op.match });
      else if (op.kind === "removal") {
        raw.push({ orderRemoval: { orderId: op.orderId, removalReason: op.reason } });
      }
    }
    return raw;
  }
}
