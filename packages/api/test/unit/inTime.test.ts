import { afterEach, describe, expect, it, vi } from "vitest";
import { inTime } from "../../src/services/inTime.js";

describe("inTime", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("gives the answer, or its failure", async () => {
    await expect(inTime(Promise.resolve(7))).resolves.toBe(7);
    await expect(inTime(Promise.reject(new Error("no")))).rejects.toThrow("no");
  });

  it("gives up on a store that is away", async () => {
    vi.useFakeTimers();
    const waiting = inTime(new Promise(() => undefined));
    const refused = expect(waiting).rejects.toThrow("Redis did not answer in time");
    await vi.advanceTimersByTimeAsync(2_000);
    await refused;
  });
});
