import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { replaySocks } from "../../../src/replay/index.js";

const recordings = new URL("../../../../../packages/testkit/recordings/", import.meta.url);

/** The judge: every frame of the recorded clients, text for text. */
test.each([
  ["main", 1_381],
  ["edge", 344],
  ["roundtable", 894],
])("recording %s gives equal frames", async (name, frames) => {
  const result = await replaySocks({ folder: fileURLToPath(new URL(name, recordings)) });
  expect(result.differences).toEqual([]);
  expect(result.checked).toBe(frames);
});
