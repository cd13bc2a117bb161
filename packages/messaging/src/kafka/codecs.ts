import {
  indexerManager,
  type indexerV1,
  offChainUpdates,
  orderIdHash,
  socksProto,
  subaccountKeyBytes,
} from "@perpetua/protocol";
import type { Headers } from "./headers.js";
import type { OutgoingMessage } from "./message.js";
import { Topic } from "./topics.js";

/** The part of a generated message type that encodes and decodes. */
interface Codec<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
}

/** Message type of every topic. */
export interface TopicValues {
  [Topic.toEnder]: indexerManager.IndexerTendermintBlock;
  [Topic.toVulcan]: offChainUpdates.OffChainUpdateV1;
  [Topic.orderbooks]: socksProto.OrderbookMessage;
  [Topic.subaccounts]: socksProto.SubaccountMessage;
  [Topic.trades]: socksProto.TradeMessage;
  [Topic.markets]: socksProto.MarketMessage;
  [Topic.candles]: socksProto.CandleMessage;
  [Topic.blockHeight]: socksProto.BlockHeightMessage;
}

const CODECS: { readonly [T in Topic]: Codec<TopicValues[T]> } = {
  [Topic.toEnder]: indexerManager.IndexerTendermintBlock,
  [Topic.toVulcan]: offChainUpdates.OffChainUpdateV1,
  [Topic.orderbooks]: socksProto.OrderbookMessage,
  [Topic.subaccounts]: socksProto.SubaccountMessage,
  [Topic.trades]: socksProto.TradeMessage,
  [Topic.markets]: socksProto.MarketMessage,
  [Topic.candles]: socksProto.CandleMessage,
  [Topic.blockHeight]: socksProto.BlockHeightMessage,
};

export function decodeValue<T extends Topic>(topic: T, bytes: Uint8Array): TopicValues[T] {
  return CODECS[topic].decode(bytes);
}

export function encodeValue<T extends Topic>(topic: T, value: TopicValues[T]): Uint8Array {
  return CODECS[topic].encode(value).finish();
}

/** The order that an off-chain update is about; undefined for a malformed one. */
export function updatedOrderId(
  update: offChainUpdates.OffChainUpdateV1,
): indexerV1.IndexerOrderId | undefined {
  const { orderPlace, orderRemove, orderUpdate, orderReplace } = update;
  if (orderUpdate) return orderUpdate.orderId;
  if (orderPlace) return orderPlace.order?.orderId;
  if (orderRemove) return orderRemove.removedOrderId;
  return orderReplace?.order?.orderId;
}

/** A `to-vulcan` record with the key that wire.md §5.1 demands. */
export function toVulcanMessage(
  update: offChainUpdates.OffChainUpdateV1,
  headers?: Headers,
): OutgoingMessage {
  const orderId = updatedOrderId(update);
  if (!orderId) throw new Error("off-chain update without an order id");
  return { key: orderIdHash(orderId), value: encodeValue(Topic.toVulcan, update), headers };
}

/** A `to-websockets-subaccounts` record keyed by the encoded subaccount id. */
export function toSubaccountsMessage(
  message: socksProto.SubaccountMessage,
  headers?: Headers,
): OutgoingMessage {
  if (!message.subaccountId) throw new Error("subaccount message without a subaccount id");
  const key = subaccountKeyBytes(message.subaccountId);
  return { key, value: encodeValue(Topic.subaccounts, message), headers };
}
