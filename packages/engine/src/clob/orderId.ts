import { clob, indexerV1 } from "@perpetua/protocol";
import type { SubaccountId } from "../subaccounts/index.js";

/** An order id whose parts are present (validated). */
export type OrderId = clob.OrderId & { subaccountId: SubaccountId };

/** Order flags (clob.md §1.1). */
export enum OrderFlags {
  ShortTerm = 0,
  Conditional = 32,
  LongTerm = 64,
  Twap = 128,
  TwapSuborder = 256,
}

/**
 * Fills absent parts in, so that the validation rules see empty values instead. PERF: copies only
 * when something is absent.
 */
export function presentOrderId(id: clob.OrderId | undefined): OrderId {
  if (id?.subaccountId !== undefined) return id as OrderId;
  const { clientId, orderFlags, clobPairId, subaccountId } = id ?? clob.OrderId.fromPartial({});
  return {
    subaccountId: subaccountId ?? { owner: "", number: 0 },
    clientId,
    orderFlags,
    clobPairId,
  };
}

export function isShortTerm(id: clob.OrderId): boolean {
  return id.orderFlags === OrderFlags.ShortTerm;
}

export function isStateful(id: clob.OrderId): boolean {
  return id.orderFlags !== OrderFlags.ShortTerm;
}

export function isConditional(id: clob.OrderId): boolean {
  return id.orderFlags === OrderFlags.Conditional;
}

export function isTwapParent(id: clob.OrderId): boolean {
  return id.orderFlags === OrderFlags.Twap;
}

export function isTwapSuborder(id: clob.OrderId): boolean {
  return id.orderFlags === OrderFlags.TwapSuborder;
}

/** Store key of an order id. */
export function orderKey(id: OrderId): string {
  const { owner, number } = id.subaccountId;
  return `${owner}/${number}/${id.clientId}/${id.orderFlags}/${id.clobPairId}`;
}

/** The id behind a store key. */
export function orderIdOfKey(key: string): OrderId {
  const [owner = "", number, clientId, orderFlags, clobPairId] = key.split("/");
  return {
    subaccountId: { owner, number: Number(number) },
    clientId: Number(clientId),
    orderFlags: Number(orderFlags),
    clobPairId: Number(clobPairId),
  };
}

export function sameAccount(a: SubaccountId, b: SubaccountId): boolean {
  return a.number === b.number && a.owner === b.owner;
}

export function sameOrderId(a: OrderId, b: OrderId): boolean {
  return (
    a.clientId === b.clientId &&
    a.clobPairId === b.clobPairId &&
    a.orderFlags === b.orderFlags &&
    sameAccount(a.subaccountId, b.subaccountId)
  );
}

/** Canonical order of ids: owner, number, client id, flags, pair (clob.md §1.1). */
export function compareOrderIds(a: OrderId, b: OrderId): number {
  if (a.subaccountId.owner !== b.subaccountId.owner) {
    return a.subaccountId.owner < b.subaccountId.owner ? -1 : 1;
  }
  return (
    a.subaccountId.number - b.subaccountId.number ||
    a.clientId - b.clientId ||
    a.orderFlags - b.orderFlags ||
    a.clobPairId - b.clobPairId
  );
}

/** Protobuf bytes of an id: its key upstream, which decides the order of expiries and TWAP legs. */
export function orderIdBytes(id: OrderId): Uint8Array {
  return clob.OrderId.encode(id).finish();
}

/** Byte-wise order of two strings of bytes; a prefix comes first. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const d = (a[i] as number) - (b[i] as number);
    if (d !== 0) return d;
  }
  return a.length - b.length;
}

export function toIndexerOrderId(id: OrderId): indexerV1.IndexerOrderId {
  return indexerV1.IndexerOrderId.fromPartial(id);
}

/** Go's `%+v` of an id, as refusals print it. */
export function orderIdText(id: OrderId): string {
  const { owner, number } = id.subaccountId;
  const account = `{Owner:${owner} Number:${number}}`;
  return `{SubaccountId:${account} ClientId:${id.clientId} OrderFlags:${id.orderFlags} ClobPairId:${id.clobPairId}}`;
}
