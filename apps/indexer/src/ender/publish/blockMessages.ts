import type { CandleRow } from "@perpetua/db";
import {
  encodeValue,
  Header,
  MESSAGE_VERSION,
  type OutgoingMessage,
  Topic,
  type TopicMessages,
  toVulcanMessage,
} from "@perpetua/messaging";
import { candleMessage } from "../candles/candleMessage.js";
import type { BlockOutput, HandlerOutput, TradeOutput, VulcanOutput } from "../output.js";
import { sortedTrades } from "./sortedTrades.js";
import { subaccountMessages } from "./subaccountMessages.js";

export interface CandleChange {
  readonly row: CandleRow;
  readonly clobPairId: number;
}

interface BlockFacts {
  readonly height: number;
  readonly time: Date;
  /** Kafka timestamp of the block's own message, which vulcan's messages carry on. */
  readonly timestampMs: number;
}

/** All that a block publishes, topic by topic; `handlers` in arrival order (indexer.md §4.5). */
export function blockMessages(
  block: BlockFacts,
  output: BlockOutput,
  handlers: readonly HandlerOutput[],
  candles: readonly CandleChange[],
): TopicMessages[] {
  const vulcan = handlers.flatMap((handler) => handler.vulcan);
  const topics: TopicMessages[] = [
    { topic: Topic.blockHeight, messages: [blockHeightMessage(block)] },
    { topic: Topic.markets, messages: output.markets.map(marketMessage) },
    { topic: Topic.subaccounts, messages: subaccountMessages(block.height, handlers) },
    { topic: Topic.trades, messages: tradeMessages(block.height, sortedTrades(handlers)) },
    {
      topic: Topic.candles,
      messages: candles.map(({ row, clobPairId }) => candleMessage(row, clobPairId)),
    },
    {
      topic: Topic.toVulcan,
      messages: vulcan.map((message) => vulcanMessage(message, block.timestampMs)),
    },
  ];
  return topics.filter(({ messages }) => messages.length > 0);
}

function blockHeightMessage({ height, time }: BlockFacts): OutgoingMessage {
  const value = encodeValue(Topic.blockHeight, {
    blockHeight: String(height),
    time: time.toISOString(),
    version: MESSAGE_VERSION[Topic.blockHeight],
  });
  return { value };
}

function marketMessage(contents: object): OutgoingMessage {
  const version = MESSAGE_VERSION[Topic.markets];
  return { value: encodeValue(Topic.markets, { contents: JSON.stringify(contents), version }) };
}

/** One message per clob pair, ascending (traps-indexer.md 41). */
function tradeMessages(height: number, trades: readonly TradeOutput[]): OutgoingMessage[] {
  const byPair = new Map<number, object[]>();
  for (const { clobPairId, content } of trades) {
    const list = byPair.get(clobPairId);
    if (list === undefined) byPair.set(clobPairId, [content]);
    else list.push(content);
  }
  return [...byPair]
    .sort(([a], [b]) => a - b)
    .map(([clobPairId, contents]) => ({
      value: encodeValue(Topic.trades, {
        blockHeight: String(height),
        contents: JSON.stringify({ trades: contents }),
        clobPairId: String(clobPairId),
        version: MESSAGE_VERSION[Topic.trades],
      }),
    }));
}

function vulcanMessage({ update, eventType }: VulcanOutput, timestampMs: number): OutgoingMessage {
  if (eventType === undefined) return toVulcanMessage(update);
  return toVulcanMessage(update, {
    [Header.messageReceivedTimestamp]: String(timestampMs),
    [Header.eventType]: eventType,
  });
}
