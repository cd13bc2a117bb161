import {
  encodeValue,
  type LevelChange,
  type LevelMove,
  MESSAGE_VERSION,
  Topic,
  toSubaccountsMessage,
} from "@perpetua/messaging";
import { type indexerV1, quantumsToSize, type redisProto } from "@perpetua/protocol";
import type { MessageContext, VulcanContext } from "./context.js";
import type { Market } from "./market.js";
import { sideText } from "./orderFields.js";

/** Sends one order on `to-websockets-subaccounts`; undefined fields vanish in JSON. */
export function sendOrder(
  context: VulcanContext,
  message: MessageContext,
  subaccountId: indexerV1.IndexerSubaccountId,
  order: object,
): void {
  const height = context.cachedHeight();
  const contents = JSON.stringify({
    orders: [order],
    blockHeight: height === undefined ? undefined : String(height),
  });
  const record = {
    blockHeight: "",
    transactionIndex: 0,
    eventIndex: 0,
    contents,
    subaccountId,
    version: MESSAGE_VERSION[Topic.subaccounts],
  };
  context.publish(Topic.subaccounts, toSubaccountsMessage(record, message.headers));
}

/** What a change of `deltaQuantums` does to the level of an order; none for 0. */
export function levelMove(
  { price }: redisProto.RedisOrder,
  order: indexerV1.IndexerOrder,
  market: Market,
  deltaQuantums: bigint,
): LevelMove | undefined {
  if (deltaQuantums === 0n) return undefined;
  return { ticker: market.ticker, side: sideText(order), humanPrice: price, deltaQuantums };
}

/** Announces the new absolute size of a level. */
export function announceLevel(
  context: VulcanContext,
  message: MessageContext,
  market: Market,
  { side, humanPrice: price }: LevelMove,
  level: LevelChange,
): void {
  if (level.shortfall > 0n) {
    context.count("negative_level");
    context.log.fatal(
      { ticker: market.ticker, side, price, shortfall: String(level.shortfall) },
      "price level would have become negative, set to 0",
    );
  }
  const entry = [[price, quantumsToSize(level.quantums, market.atomicResolution)]];
  const contents = JSON.stringify(side === "BUY" ? { bids: entry } : { asks: entry });
  const value = encodeValue(Topic.orderbooks, {
    contents,
    clobPairId: String(market.clobPairId),
    version: MESSAGE_VERSION[Topic.orderbooks],
  });
  context.publish(Topic.orderbooks, { value, headers: message.headers });
}
