import { AppError, createSilentLogger } from "@perpetua/telemetry";
import type { FetchBlocks } from "../../ender/backfill.js";
import { createEnder } from "../../ender/createEnder.js";
import type { Scratch } from "./scratch.js";

/** Applies the node's blocks from genesis up to `height` with ender's own code. */
export async function replayBlocks(
  { database, redis }: Scratch,
  fetchBlocks: FetchBlocks,
  height: number,
  onProgress: (height: number) => void,
): Promise<void> {
  const ender = createEnder({
    database,
    redis,
    // The messages are not of interest, and nobody else may see them.
    producer: { sendAllInOrder: () => Promise.resolve() },
    logger: createSilentLogger(),
    sendMessages: false,
  });
  await ender.start();
  while (ender.height < height) {
    const before = ender.height;
    for await (const block of fetchBlocks(before + 1)) {
      if (block.height > height) break;
      await ender.processBlock(block.bytes, Date.now());
    }
    if (ender.height === before) {
      throw new AppError("NO_BLOCKS", `the node has no block ${before + 1}`);
    }
    onProgress(ender.height);
  }
  await ender.flush();
}
