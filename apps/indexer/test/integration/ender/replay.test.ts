import { startTestServices } from "@perpetua/localnet";
import { expect, test } from "vitest";
import { replayEnder } from "../../../src/replay/index.js";
import { RECORDING } from "./support.js";

/** The judge: every row of ender's tables and every message, at every checkpoint. */
test.each([
  ["main", 594 + 1, 20_000, 3_000],
  ["edge", 307, 1_000, 600],
])(
  "recording %s gives equal rows and messages",
  async (name, blocks, minRows, minMessages) => {
    const services = await startTestServices();
    try {
      const result = await replayEnder({
        folder: RECORDING.replace(/main$/, name),
        databaseUrl: services.databaseUrl,
        redisUrl: services.redisUrl,
      });
      expect(result.differences.slice(0, 3)).toEqual([]);
      expect(result.blocks).toBe(blocks);
      expect(result.rows).toBeGreaterThan(minRows);
      expect(result.messages).toBeGreaterThan(minMessages);
    } finally {
      await services.stop();
    }
  },
  120_000,
);
