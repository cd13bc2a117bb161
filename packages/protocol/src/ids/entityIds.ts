/** Deterministic row ids of the indexer (wire.md §5.4, indexer.md §1.1). */
import { uuidFromName } from "./uuid.js";

/** Names the parts of a subaccount id as both the chain's and the indexer's messages do. */
export interface SubaccountKey {
  readonly owner: string;
  readonly number: number;
}

/** The parts of an order id; the generated `OrderId` and `IndexerOrderId` fit. */
export interface OrderKey {
  readonly subaccountId: SubaccountKey | undefined;
  readonly clientId: number;
  readonly orderFlags: number;
  readonly clobPairId: number;
}

export function subaccountUuid(address: string, number: number): string {
  return uuidFromName(`${address}-${number}`);
}

/** An absent id is the empty one, as protobuf has it. */
export function uuidFromSubaccount(id: SubaccountKey | undefined): string {
  return subaccountUuid(id?.owner ?? "", id?.number ?? 0);
}

/**
 * Id of an order. ender's block processor passes 128 for a TWAP suborder (256) to land on its
 * parent, see `parentOrderFlags`; vulcan and the Redis keys keep 256 (indexer.md §1.1, Q1).
 */
export function orderUuid(
  subaccount: string,
  clientId: number | string,
  clobPairId: number | string,
  orderFlags: number | string,
): string {
  return uuidFromName(`${subaccount}-${clientId}-${clobPairId}-${orderFlags}`);
}

export function uuidFromOrder(id: OrderKey): string {
  const subaccount = uuidFromSubaccount(id.subaccountId);
  return orderUuid(subaccount, id.clientId, id.clobPairId, id.orderFlags);
}

/** Order flags under which ender stores an order: suborders resolve to their TWAP parent. */
export function parentOrderFlags(orderFlags: number): number {
  return orderFlags === 256 ? 128 : orderFlags;
}

export function fillUuid(eventIdHex: string, liquidity: "MAKER" | "TAKER"): string {
  return uuidFromName(`${eventIdHex}-${liquidity}`);
}

export interface TransferParts {
  readonly senderSubaccount: string | undefined;
  readonly recipientSubaccount: string | undefined;
  readonly senderAddress: string | undefined;
  readonly recipientAddress: string | undefined;
  readonly eventIdHex: string;
  readonly assetId: number | string;
}

/** A missing part is the literal text `undefined`, which the template writes by itself. */
export function transferUuid(parts: TransferParts): string {
  const sender = `${parts.senderSubaccount}-${parts.recipientSubaccount}`;
  const wallets = `${parts.senderAddress}-${parts.recipientAddress}`;
  return uuidFromName(`${sender}-${wallets}-${parts.eventIdHex}-${parts.assetId}`);
}

export function perpetualPositionUuid(subaccount: string, openEventIdHex: string): string {
  return uuidFromName(`${subaccount}-${openEventIdHex}`);
}

export function assetPositionUuid(subaccount: string, assetId: number | string): string {
  return uuidFromName(`${subaccount}-${assetId}`);
}

export function transactionUuid(blockHeight: number | string, transactionIndex: number): string {
  return uuidFromName(`${blockHeight}-${transactionIndex}`);
}

export function oraclePriceUuid(marketId: number, blockHeight: number | string): string {
  return uuidFromName(`${marketId}-${blockHeight}`);
}

export function fundingIndexUpdateUuid(
  blockHeight: number | string,
  eventIdHex: string,
  perpetualId: number | string,
): string {
  return uuidFromName(`${blockHeight}-${eventIdHex}-${perpetualId}`);
}

/** `startedAt` is ISO 8601 with milliseconds and `Z`. */
export function candleUuid(startedAt: string, ticker: string, resolution: string): string {
  return uuidFromName(`${startedAt}-${ticker}-${resolution}`);
}

/** `createdAt` is ISO 8601 with milliseconds and `Z`. */
export function pnlTickUuid(subaccount: string, createdAt: string): string {
  return uuidFromName(`${subaccount}-${createdAt}`);
}

export function tradingRewardUuid(address: string, blockHeight: number | string): string {
  return uuidFromName(`${address}-${blockHeight}`);
}

export function tradingRewardAggregationUuid(
  address: string,
  period: "DAILY" | "WEEKLY" | "MONTHLY",
  startedAtHeight: number | string,
): string {
  return uuidFromName(`${address}-${period}-${startedAtHeight}`);
}
