import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Emitter, type Topic } from "../../src/lib/feed/Emitter";

const FRAME_MS = 16;

describe("the emitter", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("window", {});
    vi.stubGlobal("document", { hidden: false });
    vi.stubGlobal("requestAnimationFrame", (run: () => void) => setTimeout(run, FRAME_MS));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  function heard(emitter: Emitter, topic: Topic): number[] {
    const times: number[] = [];
    const start = performance.now();
    emitter.subscribe(topic, () => times.push(performance.now() - start));
    return times;
  }

  it("tells of many changes once, in the next frame", () => {
    const emitter = new Emitter();
    const book = heard(emitter, "book");
    for (let i = 0; i < 100; i += 1) emitter.mark("book");
    vi.advanceTimersByTime(FRAME_MS * 5);
    expect(book).toEqual([FRAME_MS]);
  });

  it("holds the markets back without holding up the book", () => {
    const emitter = new Emitter();
    const markets = heard(emitter, "markets");
    const book = heard(emitter, "book");
    emitter.mark("markets");
    vi.advanceTimersByTime(FRAME_MS);
    emitter.mark("markets");
    vi.advanceTimersByTime(FRAME_MS);
    expect(markets).toEqual([FRAME_MS]);
    emitter.mark("book");
    vi.advanceTimersByTime(FRAME_MS);
    expect(book).toEqual([FRAME_MS * 3]);
    vi.advanceTimersByTime(500);
    expect(markets).toHaveLength(2);
    expect(markets[1]).toBeGreaterThanOrEqual(FRAME_MS + 250);
    expect(markets[1]).toBeLessThanOrEqual(FRAME_MS * 3 + 250);
  });
});
