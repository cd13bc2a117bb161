import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Book } from "../../src/lib/book/Book";

const snapshot = {
  bids: [
    { price: "100.5", size: "1" },
    { price: "100.1", size: "2.5" },
  ],
  asks: [
    { price: "100.7", size: "0.5" },
    { price: "101.2", size: "4" },
  ],
};

describe("Book", () => {
  it("keeps levels sorted and replaces sizes absolutely", () => {
    const book = Book.for("0.1", "0.5");
    book.reset(snapshot);
    book.apply({ bids: [["100.3", "1.5"]] });
    book.apply({ bids: [["100.5", "2"]] });
    book.apply({ bids: [["100.1", "0"]] });
    expect(book.rows("bids", 1, 10)).toEqual([
      { tick: 1005, size: 4, total: 4 },
      { tick: 1003, size: 3, total: 7 },
    ]);
    expect(book.bestAsk).toBe(1007);
  });

  it("groups bids down and asks up", () => {
    const book = Book.for("0.1", "0.5");
    book.reset(snapshot);
    expect(book.rows("bids", 10, 10)).toEqual([{ tick: 1000, size: 7, total: 7 }]);
    expect(book.rows("asks", 10, 10)).toEqual([
      { tick: 1010, size: 1, total: 1 },
      { tick: 1020, size: 8, total: 9 },
    ]);
  });

  it("hides the older side of a crossed book and times how long it lasts", () => {
    const book = Book.for("0.1", "0.5");
    book.reset(snapshot);
    book.apply({ bids: [["100.9", "1"]] });
    book.uncross(1000);
    expect(book.bestBid).toBe(1009);
    expect(book.bestAsk).toBe(1012);
    expect(book.crossedSince).toBe(1000);
    book.uncross(1100);
    expect(book.crossedSince).toBe(null);
  });

  it("equals a plain map after any sequence of updates", () => {
    const update = fc.tuple(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 0, max: 5 }));
    fc.assert(
      fc.property(fc.array(update, { maxLength: 1500 }), (updates) => {
        const book = Book.for("1", "1");
        const reference = new Map<number, number>();
        for (const [tick, size] of updates) {
          book.apply({ asks: [[String(tick), String(size)]] });
          if (size === 0) reference.delete(tick);
          else reference.set(tick, size);
        }
        const expected = [...reference].sort((a, b) => a[0] - b[0]);
        const rows = book.rows("asks", 1, 1000).map((row) => [row.tick, row.size]);
        expect(rows).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });
});
