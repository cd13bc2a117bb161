import { startTestServices, type TestServices } from "@perpetua/localnet";
import { RECORDINGS } from "@perpetua/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReplayComlink } from "../../src/replay/replayComlink.js";
import { replayEnder } from "../../src/replay/replayEnder.js";
import { replayRest } from "../../src/replay/replayRest.js";
import { checkpointTimeMs } from "./support/loadCheckpoint.js";

/** Blocks through ender, order updates through vulcan, questions to comlink: every digit counts. */
describe.each([
  ["main", 6347],
  ["edge", 1154],
] as const)("recorded REST answers of %s over what ender and vulcan wrote", (folder, total) => {
  let servers: TestServices;
  beforeAll(async () => {
    servers = await startTestServices();
  });
  afterAll(() => servers.stop());

  it("are equal at every checkpoint", async () => {
    const { databaseUrl, redisUrl } = servers;
    const clock = { nowMs: 0 };
    const comlink = await createReplayComlink({ databaseUrl, redisUrl, nowMs: () => clock.nowMs });
    let answers = 0;
    const places: string[] = [];
    try {
      await replayEnder({
        folder: `${RECORDINGS}/${folder}`,
        databaseUrl,
        redisUrl,
        rest: async (checkpoint, races) => {
          clock.nowMs = checkpointTimeMs(checkpoint);
          const result = await replayRest({ checkpoint, comlink, races });
          answers += result.answers;
          places.push(...result.differences.map((difference) => difference.where));
          return result.differences;
        },
      });
    } finally {
      await comlink.close();
    }
    expect(places.slice(0, 10)).toEqual([]);
    expect(answers).toBe(total);
  }, 240_000);
});
