import {
  type indexerV1,
  orderUuid,
  parentOrderFlags,
  uuidFromOrder,
  uuidFromSubaccount,
} from "@perpetua/protocol";

export const ORDER_FLAG_TWAP = 128;
export const ORDER_FLAG_TWAP_SUBORDER = 256;

const remembered = new Map<string, string>();
const MAX_REMEMBERED = 100_000;

/** PERF: remembered, because every event of a subaccount asks for it. */
export function subaccountUuid(id: indexerV1.IndexerSubaccountId): string {
  const name = `${id.owner}-${id.number}`;
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  const uuid = uuidFromSubaccount(id);
  remembered.set(name, uuid);
  return uuid;
}

/** Row id of an order: a TWAP suborder stands for its parent (Q1). */
export function orderRowId(id: indexerV1.IndexerOrderId): string {
  const subaccount = subaccountUuid(id.subaccountId as indexerV1.IndexerSubaccountId);
  return orderUuid(subaccount, id.clientId, id.clobPairId, parentOrderFlags(id.orderFlags));
}

/** Key of an order in Redis and in vulcan: suborders keep their own (Q1). */
export const orderCacheId = (id: indexerV1.IndexerOrderId): string => uuidFromOrder(id);
