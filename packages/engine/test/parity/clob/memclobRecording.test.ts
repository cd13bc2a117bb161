import { offChainUpdates } from "@perpetua/protocol";
import { beforeAll, describe, expect, test } from "vitest";
import { json, type Played, play } from "./playSession.js";
import { enderUpdates } from "./recordedSession.js";

const describeUpdate = (hex: string) =>
  json(offChainUpdates.OffChainUpdateV1.decode(Buffer.from(hex, "hex")));

/** FULLY_FILLED removals come from ender alone, INDEXER_EXPIRED ones from roundtable. */
function isIndexerRemoval(hex: string): boolean {
  const { orderRemove } = offChainUpdates.OffChainUpdateV1.decode(Buffer.from(hex, "hex"));
  return orderRemove?.reason === 12 || orderRemove?.reason === 10;
}

/** Which of the short-term orders of one good-til-block leaves first is left to chance by the node. */
function isShortTermExpiry(hex: string): boolean {
  const { orderRemove } = offChainUpdates.OffChainUpdateV1.decode(Buffer.from(hex, "hex"));
  return orderRemove?.reason === 1 && orderRemove.removedOrderId?.orderFlags === 0;
}

/** The first of `ours` that does not follow in `recorded`, which may hold more in between. */
function firstOutOfOrder(ours: readonly string[], recorded: readonly string[]): string | undefined {
  let at = 0;
  for (const hex of ours) {
    at = recorded.indexOf(hex, at) + 1;
    if (at === 0) return describeUpdate(hex);
  }
  return undefined;
}

/** Where a recording does not say when something happened, and the guess is known to be wrong. */
interface Doubts {
  /** Steps whose CheckTx fell before a commit that the step's own height puts it after. */
  readonly steps: readonly string[];
  /** Votes on a price that the node saw between two recorded ones. */
  readonly votes: readonly string[];
}

const RECORDINGS: readonly [folder: string, doubts: Doubts][] = [
  ["main", { steps: [], votes: [] }],
  ["edge", { steps: [], votes: [] }],
  [
    "roundtable",
    { steps: ["step 130:"], votes: ["block 115, perpetual 2:", "block 116, perpetual 6:"] },
  ],
];

function without(findings: readonly string[], doubts: readonly string[]): string[] {
  return findings.filter((f) => !doubts.some((d) => f.startsWith(d)));
}

describe.each(RECORDINGS)("the memclob on recording %s", (folder, doubts) => {
  let played: Played;
  beforeAll(() => {
    played = play(folder);
  });

  test("every CheckTx has the recorded code", () => {
    expect(without(played.wrongCodes, doubts.steps)).toEqual([]);
    expect(played.session.checks.length).toBeGreaterThan(20);
  });

  test("every refusal of the clob has the recorded text", () => {
    expect(played.wrongLogs).toEqual([]);
  });

  test("every block's operations are a prefix of the local queue", () => {
    expect(played.wrongOperations).toEqual([]);
  });

  test("every block's premium votes are ours", () => {
    expect(without(played.wrongVotes, doubts.votes)).toEqual([]);
  });

  test("off-chain updates of transactions are equal, in order", () => {
    const expected = played.session.checkMessages.map((m) => describeUpdate(m.hex));
    expect(played.checkMessages.map(describeUpdate)).toEqual(expected);
  });

  test("off-chain updates after commits are equal, besides those of the indexer", () => {
    const counts = new Map<string, number>();
    const add = (hex: string, n: number) => counts.set(hex, (counts.get(hex) ?? 0) + n);
    for (const m of played.session.commitMessages) if (!isIndexerRemoval(m.hex)) add(m.hex, 1);
    const lastHeight = played.session.blocks.at(-1)?.height ?? 0;
    for (const hex of enderUpdates(folder, lastHeight)) add(hex, -1);
    for (const hex of played.commitMessages) add(hex, -1);
    const different = [...counts].filter(([, n]) => n !== 0);
    expect(different.map(([hex, n]) => `${n} × ${describeUpdate(hex)}`)).toEqual([]);
  });

  test("off-chain updates after commits come in the recorded order", () => {
    const ours = played.commitMessages.filter((hex) => !isShortTermExpiry(hex));
    const recorded = played.session.commitMessages.map((m) => m.hex);
    expect(firstOutOfOrder(ours, recorded)).toBeUndefined();
    expect(firstOutOfOrder(ours.toReversed(), recorded)).toBeDefined();
  });
});
