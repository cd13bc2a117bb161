import { fileURLToPath } from "node:url";
import { startTestServices } from "@perpetua/localnet";
import { expect, test } from "vitest";
import { replayVulcan } from "../../../src/replay/index.js";

const recordings = new URL("../../../../../packages/testkit/recordings/", import.meta.url);

/** The judge: Redis at every checkpoint, and every message that vulcan sends. */
test.each([
  ["main", 11, 4_800],
  ["edge", 2, 300],
])(
  "recording %s gives equal Redis content and messages",
  async (name, checkpoints, checked) => {
    const services = await startTestServices();
    try {
      const result = await replayVulcan({
        folder: fileURLToPath(new URL(name, recordings)),
        databaseUrl: services.databaseUrl,
        redisUrl: services.redisUrl,
      });
      expect(result.differences.slice(0, 3)).toEqual([]);
      expect(result.checkpoints).toHaveLength(checkpoints);
      expect(result.checked).toBeGreaterThan(checked);
    } finally {
      await services.stop();
    }
  },
  120_000,
);
