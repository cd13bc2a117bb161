import { describe, expect, it } from "vitest";
import { hasEpochs, localGenesis } from "../../../src/genesis/localGenesis.js";

const NOW = new Date("2026-03-01T12:00:00Z");

interface Document {
  readonly genesis_time: string;
  readonly app_state: {
    readonly epochs: { readonly epoch_info_list: readonly Record<string, unknown>[] };
  };
}

const genesis = (...args: Parameters<typeof localGenesis>) => localGenesis(...args) as Document;
const epochs = ({ app_state }: Document) =>
  app_state.epochs.epoch_info_list.map(({ name, duration, next_tick }) => [
    name,
    duration,
    next_tick,
  ]);

describe("the local network's genesis", () => {
  it("pays funding every hour", () => {
    expect(epochs(genesis(NOW))).toEqual([
      ["funding-sample", 60, 30],
      ["funding-tick", 3_600, 0],
      ["stats-epoch", 3_600, 0],
    ]);
  });

  it("pays funding every minute with fast epochs, and differs in nothing else", () => {
    const fast = genesis(NOW, "fast");
    expect(epochs(fast)).toEqual([
      ["funding-sample", 10, 5],
      ["funding-tick", 60, 0],
      ["stats-epoch", 60, 0],
    ]);
    const normal = genesis(NOW);
    const app_state = { ...fast.app_state, epochs: normal.app_state.epochs };
    expect({ ...fast, app_state }).toEqual(normal);
  });

  it("knows which epochs a chain was started with", () => {
    expect(hasEpochs(genesis(NOW, "fast"), "fast")).toBe(true);
    expect(hasEpochs(genesis(NOW, "fast"), "normal")).toBe(false);
    expect(hasEpochs(genesis(NOW), "normal")).toBe(true);
    expect(hasEpochs({ app_state: {} }, "fast")).toBe(false);
  });
});
