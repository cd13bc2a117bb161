import { encodeValue, Topic } from "@perpetua/messaging";
import { indexerV1, socksProto } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { formatCursor, parseCursor } from "../../src/stream/cursor.js";
import { channelName, StreamHub, type StreamMessage } from "../../src/stream/streamHub.js";

const TOPICS = new Set([Topic.trades]);

function trade(offset: number, clobPairId = "0") {
  const value = socksProto.TradeMessage.fromPartial({
    clobPairId,
    contents: JSON.stringify({ trades: [{ id: String(offset) }] }),
  });
  return {
    topic: Topic.trades,
    partition: 0,
    offset: String(offset),
    value: encodeValue(Topic.trades, value),
  };
}

function listenTo(hub: StreamHub, channel: string): StreamMessage[] {
  const seen: StreamMessage[] = [];
  hub.listen([channel], { onMessage: (message) => seen.push(message) });
  return seen;
}

describe("StreamHub", () => {
  it("delivers to listeners of the channel only, once per offset", () => {
    const hub = new StreamHub();
    const btc = listenTo(hub, channelName.trades("0"));
    hub.ingest(trade(5));
    hub.ingest(trade(6, "1"));
    hub.ingest(trade(5));
    expect(btc.map((message) => message.offset)).toEqual([5]);
  });

  it("gives what came after a position", () => {
    const hub = new StreamHub();
    for (let offset = 10; offset < 15; offset++) hub.ingest(trade(offset));
    const channels = new Set([channelName.trades("0")]);
    const missed = hub.since(new Map([["to-websockets-trades.0", 12]]), channels, TOPICS);
    expect(missed?.map((message) => message.offset)).toEqual([13, 14]);
  });

  it("does not pretend to know what it has forgotten or never seen", () => {
    const hub = new StreamHub({ ringSize: 4 });
    const channels = new Set([channelName.trades("0")]);
    for (let offset = 100; offset < 120; offset++) hub.ingest(trade(offset));
    const since = (offset: number) =>
      hub.since(new Map([["to-websockets-trades.0", offset]]), channels, TOPICS);
    expect(since(99)).toBeUndefined();
    expect(since(118)).toHaveLength(1);
    expect(since(500)).toBeUndefined();
    expect(hub.since(new Map([["to-websockets-trades.7", 1]]), channels, TOPICS)).toBeUndefined();
    expect(hub.since(new Map(), channels, TOPICS)).toBeUndefined();
  });

  it("skips what it cannot decode and says so", () => {
    const malformed: string[] = [];
    const hub = new StreamHub({ onMalformed: ({ offset }) => malformed.push(offset) });
    const seen = listenTo(hub, channelName.trades("0"));
    const broken = socksProto.TradeMessage.fromPartial({ clobPairId: "0", contents: "{" });
    hub.ingest({ ...trade(1), value: encodeValue(Topic.trades, broken) });
    hub.ingest(trade(2));
    expect(malformed).toEqual(["1"]);
    expect(seen.map((message) => message.offset)).toEqual([2]);
  });

  it("shows a child's message on its parent, without transfers inside the family", () => {
    const hub = new StreamHub();
    const parent = listenTo(hub, channelName.parentSubaccount("dydx1a", 0));
    const send = (offset: number, recipientNumber: number) => {
      const contents = {
        transfers: {
          sender: { address: "dydx1a", subaccountNumber: 128 },
          recipient: { address: "dydx1a", subaccountNumber: recipientNumber },
        },
        blockHeight: "9",
      };
      const value = socksProto.SubaccountMessage.fromPartial({
        subaccountId: indexerV1.IndexerSubaccountId.fromPartial({ owner: "dydx1a", number: 128 }),
        contents: JSON.stringify(contents),
      });
      hub.ingest({
        topic: Topic.subaccounts,
        partition: 2,
        offset: String(offset),
        value: encodeValue(Topic.subaccounts, value),
      });
    };
    send(1, 0);
    send(2, 1);
    expect(parent.map((message) => message.contents)).toMatchObject([
      { subaccountNumber: 128, contents: { blockHeight: "9" } },
      { subaccountNumber: 128, contents: { transfers: {}, blockHeight: "9" } },
    ]);
    expect(parent[0]?.contents).not.toHaveProperty("contents.transfers");
  });
});

describe("cursors", () => {
  it("are read as they were written", () => {
    const position = new Map([
      ["to-websockets-subaccounts.2", 7],
      ["to-websockets-trades.0", -1],
    ]);
    expect(parseCursor(formatCursor(position))).toEqual(position);
  });

  it.each([undefined, null, "snapshot", "x", "a=b", "a=1=2", "a=1.5"])("%j is none", (text) => {
    expect(parseCursor(text)).toBeUndefined();
  });
});
