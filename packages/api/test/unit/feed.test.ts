import { encodeValue, Topic } from "@perpetua/messaging";
import { socksProto } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { type FeedSource, feed } from "../../src/stream/feed.js";
import { channelName, StreamHub } from "../../src/stream/streamHub.js";

type Event = { kind: "snapshot" | "update"; contents: unknown };

function heightMessage(offset: number) {
  const message = socksProto.BlockHeightMessage.fromPartial({
    blockHeight: String(offset),
    time: "2026-01-01T00:00:00.000Z",
  });
  return {
    topic: Topic.blockHeight,
    partition: 0,
    offset: String(offset),
    value: encodeValue(Topic.blockHeight, message),
  };
}

function source(onSnapshot: () => void = () => undefined): FeedSource<Event> {
  return {
    channel: channelName.blockHeight,
    topic: Topic.blockHeight,
    snapshot: async () => {
      onSnapshot();
      return { kind: "snapshot", contents: "state" };
    },
    update: (contents) => ({ kind: "update", contents }),
  };
}

/** Takes `count` events as [id, kind, height]. */
async function take(events: AsyncGenerator<unknown>, count: number) {
  const seen: [string, string, string | undefined][] = [];
  while (seen.length < count) {
    const { value } = (await events.next()) as { value: [string, Event, symbol] };
    const contents = value[1].contents as { blockHeight?: string };
    seen.push([value[0], value[1].kind, contents.blockHeight]);
  }
  return seen;
}

const LANE = "to-websockets-block-height.0";

describe("feed", () => {
  it("begins with a snapshot and misses nothing that arrives while it is read", async () => {
    const hub = new StreamHub();
    hub.ingest(heightMessage(3));
    const events = feed(hub, [source(() => hub.ingest(heightMessage(4)))]);
    expect(await take(events, 2)).toEqual([
      [`${LANE}=3`, "snapshot", undefined],
      [`${LANE}=4`, "update", "4"],
    ]);
  });

  it("continues after the last event that a subscriber saw, without a snapshot", async () => {
    const hub = new StreamHub();
    for (let offset = 1; offset <= 5; offset++) hub.ingest(heightMessage(offset));
    const events = feed(hub, [source()], { lastEventId: `${LANE}=3` });
    expect(await take(events, 2)).toEqual([
      [`${LANE}=4`, "update", "4"],
      [`${LANE}=5`, "update", "5"],
    ]);
    hub.ingest(heightMessage(6));
    expect(await take(events, 1)).toEqual([[`${LANE}=6`, "update", "6"]]);
  });

  it("sends a snapshot when the gap is not known any more", async () => {
    const hub = new StreamHub({ ringSize: 2 });
    for (let offset = 1; offset <= 9; offset++) hub.ingest(heightMessage(offset));
    const events = feed(hub, [source()], { lastEventId: `${LANE}=1` });
    expect(await take(events, 1)).toEqual([[`${LANE}=9`, "snapshot", undefined]]);
  });

  it("gives a slow subscriber a snapshot instead of an endless backlog", async () => {
    const hub = new StreamHub();
    const events = feed(hub, [source()], { queueLimit: 3 });
    await take(events, 1);
    for (let offset = 1; offset <= 10; offset++) hub.ingest(heightMessage(offset));
    expect(await take(events, 1)).toEqual([[`${LANE}=10`, "snapshot", undefined]]);
  });

  it("ends with its signal and leaves no listener behind", async () => {
    const hub = new StreamHub();
    const stopping = new AbortController();
    const events = feed(hub, [source()], { signal: stopping.signal });
    await take(events, 1);
    const next = events.next();
    stopping.abort();
    expect((await next).done).toBe(true);
  });

  it("marks all but the last of several snapshots as not enough to resume from", async () => {
    const hub = new StreamHub();
    hub.ingest(heightMessage(1));
    const ids = (await take(feed(hub, [source(), source()]), 2)).map(([id]) => id);
    expect(ids).toEqual(["snapshot", `${LANE}=1`]);
  });
});
