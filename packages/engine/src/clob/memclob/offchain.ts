import { indexerShared, offChainUpdates } from "@perpetua/protocol";
import { type Order, toIndexerOrder } from "../order.js";
import { type OrderId, orderKey, toIndexerOrderId } from "../orderId.js";

export type RemovalReason = indexerShared.OrderRemovalReason;
export const Reason = indexerShared.OrderRemovalReason;
export const BEST_EFFORT_CANCELED =
  offChainUpdates.OrderRemoveV1_OrderRemovalStatus.ORDER_REMOVAL_STATUS_BEST_EFFORT_CANCELED;
export const CANCELED =
  offChainUpdates.OrderRemoveV1_OrderRemovalStatus.ORDER_REMOVAL_STATUS_CANCELED;
export const BEST_EFFORT_OPENED =
  offChainUpdates.OrderPlaceV1_OrderPlacementStatus.ORDER_PLACEMENT_STATUS_BEST_EFFORT_OPENED;

/** What an entry says; its subject is an order for placements and an id for the rest. */
enum Kind {
  Place,
  Remove,
  Update,
}

/** An update on its way to a message: `value` is the reason of a removal or the total of a fill. */
interface Entry {
  readonly kind: Kind;
  readonly subject: Order | OrderId;
  readonly value: RemovalReason | bigint;
  readonly status: number;
}

/**
 * A message for the topic `to-vulcan`; the sender hashes the key and frames the value (clob.md
 * §10.1).
 */
export interface OffChainMessage {
  /** The message key is SHA-256 of this id's indexer form. */
  readonly key: OrderId;
  readonly message: offChainUpdates.OffChainUpdateV1;
  /** Upper-case hex hash of the transaction that caused it; undefined after a commit. */
  readonly txHash: string | undefined;
}

/**
 * Off-chain updates waiting for the application. While `condensing` (PrepareCheckState) placements
 * are dropped and only the last
 * message of an order survives (clob.md §5.2).
 * PERF: noted in parallel arrays, so that nothing is allocated; messages are built when drained.
 */
export class OffChainOutbox {
  private readonly kinds: Kind[] = [];
  private readonly subjects: (Order | OrderId)[] = [];
  private readonly values: (RemovalReason | bigint)[] = [];
  private readonly statuses: number[] = [];
  private readonly hashes: (string | undefined)[] = [];
  private count = 0;
  private condensed: Map<string, Entry> | undefined;
  /** Whether anything is kept at all; a node without an indexer switches it off. */
  enabled = true;

  place(order: Order, txHash: string | undefined): void {
    if (this.enabled && this.condensed === undefined) this.push(Kind.Place, order, 0, 0, txHash);
  }

  remove(id: OrderId, reason: RemovalReason, status: number, txHash: string | undefined): void {
    if (!this.enabled) return;
    if (this.condensed === undefined) this.push(Kind.Remove, id, reason, status, txHash);
    else this.condense({ kind: Kind.Remove, subject: id, value: reason, status }, id);
  }

  update(id: OrderId, filled: bigint, txHash: string | undefined): void {
    if (!this.enabled) return;
    if (this.condensed === undefined) this.push(Kind.Update, id, filled, 0, txHash);
    else this.condense({ kind: Kind.Update, subject: id, value: filled, status: 0 }, id);
  }

  startCondensing(): void {
    this.condensed = new Map();
  }

  finishCondensing(): void {
    for (const e of this.condensed?.values() ?? []) {
      this.push(e.kind, e.subject, e.value, e.status, undefined);
    }
    this.condensed = undefined;
  }

  /** How many messages wait to be drained. */
  get pending(): number {
    return this.count;
  }

  /** All messages noted since the last call, in order. */
  drain(): OffChainMessage[] {
    const drained = this.kinds.slice(0, this.count).map((kind, i) => ({
      ...toMessage({
        kind,
        subject: this.subjects[i] as Order | OrderId,
        value: this.values[i] as RemovalReason | bigint,
        status: this.statuses[i] as number,
      }),
      txHash: this.hashes[i],
    }));
    this.discard();
    return drained;
  }

  /** Forgets what was noted. PERF: the arrays keep their room. */
  discard(): void {
    this.count = 0;
  }

  private push(
    kind: Kind,
    subject: Order | OrderId,
    value: RemovalReason | bigint,
    status: number,
    txHash: string | undefined,
  ): void {
    const i = this.count++;
    this.kinds[i] = kind;
    this.subjects[i] = subject;
    this.values[i] = value;
    this.statuses[i] = status;
    this.hashes[i] = txHash;
  }

  private condense(entry: Entry, id: OrderId): void {
    const key = orderKey(id);
    this.condensed?.delete(key);
    this.condensed?.set(key, entry);
  }
}

function toMessage(entry: Entry): Omit<OffChainMessage, "txHash"> {
  if (entry.kind === Kind.Place) {
    const order = entry.subject as Order;
    const orderPlace = {
      order: toIndexerOrder(order),
      placementStatus: BEST_EFFORT_OPENED,
      timeStamp: undefined,
    };
    return { key: order.orderId, message: { orderPlace } };
  }
  const key = entry.subject as OrderId;
  if (entry.kind === Kind.Remove) {
    const orderRemove = {
      removedOrderId: toIndexerOrderId(key),
      reason: entry.value as RemovalReason,
      removalStatus: entry.status,
      timeStamp: undefined,
    };
    return { key, message: { orderRemove } };
  }
  const orderUpdate = {
    orderId: toIndexerOrderId(key),
    totalFilledQuantums: entry.value as bigint,
  };
  return { key, message: { orderUpdate } };
}
