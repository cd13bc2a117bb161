import { decodeValue, Topic, type WebsocketTopic } from "@perpetua/messaging";
import type { socksProto } from "@perpetua/protocol";
import { Channel, PARENT_SUBACCOUNTS, RESOLUTIONS } from "./channels.js";
import type { Update } from "./frames.js";

interface TransferSide {
  readonly address?: string;
  readonly subaccountNumber?: number;
}

interface SubaccountContents {
  readonly transfers?: { readonly sender?: TransferSide; readonly recipient?: TransferSide };
}

/**
 * The client updates that a message of a WebSocket topic stands for (indexer.md §3.2); none when
 * its market is unknown, since then nobody can be subscribed to it.
 */
export function routeMessage(
  topic: WebsocketTopic,
  value: Uint8Array,
  tickerOf: (clobPairId: string) => string | undefined,
): Update[] {
  switch (topic) {
    case Topic.orderbooks: {
      const { clobPairId, version, contents } = decodeValue(topic, value);
      const id = tickerOf(clobPairId);
      return id === undefined ? [] : [{ channel: Channel.orderbook, id, version, contents }];
    }
    case Topic.trades: {
      const { clobPairId, version, contents, blockHeight } = decodeValue(topic, value);
      const id = tickerOf(clobPairId);
      if (id === undefined) return [];
      return [{ channel: Channel.trades, id, version, contents, ...heightOf(blockHeight) }];
    }
    case Topic.candles: {
      const { clobPairId, version, contents, resolution } = decodeValue(topic, value);
      const ticker = tickerOf(clobPairId);
      if (ticker === undefined) return [];
      const id = `${ticker}/${RESOLUTIONS[resolution]}`;
      return [{ channel: Channel.candles, id, version, contents }];
    }
    case Topic.markets: {
      const { version, contents } = decodeValue(topic, value);
      return [{ channel: Channel.markets, id: Channel.markets, version, contents }];
    }
    case Topic.blockHeight: {
      const { blockHeight, time, version } = decodeValue(topic, value);
      const contents = JSON.stringify({ blockHeight, time });
      const id = Channel.blockHeight;
      return [{ channel: id, id, version, contents, ...heightOf(blockHeight) }];
    }
    case Topic.subaccounts:
      return routeSubaccount(decodeValue(topic, value));
  }
}

function routeSubaccount(message: socksProto.SubaccountMessage): Update[] {
  const { subaccountId, version, contents, blockHeight } = message;
  if (!subaccountId) throw new Error("subaccount message without a subaccount id");
  const { owner, number } = subaccountId;
  const parent = number % PARENT_SUBACCOUNTS;
  const height = heightOf(blockHeight);
  return [
    { channel: Channel.subaccounts, id: `${owner}/${number}`, version, contents, ...height },
    {
      channel: Channel.parentSubaccounts,
      id: `${owner}/${parent}`,
      version,
      contents: withoutInnerTransfers(contents),
      subaccountNumber: number,
      ...height,
    },
  ];
}

function heightOf(text: string): { blockHeight?: number } {
  return text === "" ? {} : { blockHeight: Number(text) };
}

/** A transfer between two children of one parent is no transfer of the parent. */
function withoutInnerTransfers(contents: string): string {
  if (!contents.includes('"transfers":')) return contents;
  const parsed = JSON.parse(contents) as SubaccountContents;
  const { transfers, ...rest } = parsed;
  return transfers && isInner(transfers.sender, transfers.recipient)
    ? JSON.stringify(rest)
    : contents;
}

function isInner(sender: TransferSide | undefined, recipient: TransferSide | undefined): boolean {
  if (sender?.subaccountNumber === undefined || recipient?.subaccountNumber === undefined) {
    return false;
  }
  return (
    sender.address === recipient.address &&
    sender.subaccountNumber % PARENT_SUBACCOUNTS === recipient.subaccountNumber % PARENT_SUBACCOUNTS
  );
}
