import { describe, expect, test } from "vitest";
import { play } from "./playSession.js";
import { ourStream, recordedStream, type StreamLine } from "./streamText.js";

/** The recordings with a streaming client; it subscribed to clob pairs 0 and 5. */
const RECORDINGS = ["main", "edge"];
const SUBSCRIBED = /\/(0|5)$/;

/** What the stream says of each order, in order; orders of one commit come in any order. */
function stories(lines: readonly StreamLine[], first: number, last: number): [string, string[]][] {
  const byOrder = new Map<string, string[]>();
  for (const { mode, height, order, text } of lines) {
    if (height < first || height > last || !SUBSCRIBED.test(order)) continue;
    byOrder.set(order, [...(byOrder.get(order) ?? []), `mode ${mode}: ${text}`]);
  }
  return [...byOrder].sort(([a], [b]) => (a < b ? -1 : 1));
}

describe.each(RECORDINGS)("the full-node stream on recording %s", (folder) => {
  test("tells the recorded story of every order", () => {
    const { session, stream } = play(folder);
    const recorded = recordedStream(folder);
    const first = recorded[0]?.height ?? 0;
    const last = session.blocks.at(-1)?.height ?? 0;
    const expected = stories(recorded, first, last);
    expect(stories(ourStream(stream), first, last)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(10);
  });
});
