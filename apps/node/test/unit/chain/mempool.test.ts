import { describe, expect, it } from "vitest";
import { DEFAULT_MEMPOOL_LIMITS, Mempool } from "../../../src/chain/mempool.js";

const tx = (n: number, length = 1) => new Uint8Array(length).fill(n);
const pool = (limits: Partial<typeof DEFAULT_MEMPOOL_LIMITS> = {}) =>
  new Mempool({ ...DEFAULT_MEMPOOL_LIMITS, ...limits });

function take(mempool: Mempool, n: number, sender = "a"): void {
  mempool.admit(`h${n}`, tx(n));
  mempool.admitSender(`h${n}`, sender);
  mempool.add({ hash: `h${n}`, bytes: tx(n), sender });
  mempool.settle();
}

describe("Mempool", () => {
  it("keeps order of arrival and forgets what left", () => {
    const mempool = pool();
    for (const n of [3, 1, 2]) take(mempool, n);
    mempool.remove("h1");
    mempool.remove("unknown");
    expect(mempool.all().map((t) => t.hash)).toEqual(["h3", "h2"]);
    expect([mempool.size, mempool.totals()]).toEqual([2, { count: 2, bytes: 2 }]);
  });

  it("refuses bytes seen before, also those that left or failed", () => {
    const mempool = pool();
    take(mempool, 1);
    mempool.remove("h1");
    expect(() => mempool.admit("h1", tx(1))).toThrow("tx already exists in cache");
    mempool.admit("h2", tx(2));
    mempool.settle();
    expect(() => mempool.admit("h2", tx(2))).toThrow("tx already exists in cache");
  });

  it("remembers a bounded number of hashes, the newest ones", () => {
    const mempool = pool({ cacheSize: 2 });
    for (const n of [1, 2, 3]) mempool.admit(`h${n}`, tx(n));
    expect(() => mempool.admit("h2", tx(2))).toThrow("cache");
    expect(() => mempool.admit("h1", tx(1))).not.toThrow();
  });

  it("refuses a transaction that is too large, and lets it not count as seen", () => {
    const mempool = pool({ maxTxBytes: 10 });
    const text = "Tx too large. Max size is 10, but got 11";
    expect(() => mempool.admit("h1", tx(1, 11))).toThrow(text);
    expect(() => mempool.admit("h1", tx(1, 10))).not.toThrow();
  });

  it.each([
    ["transactions", { maxTxs: 2 }],
    ["bytes", { maxBytes: 2 }],
  ])("is full by %s and has room again when one leaves", (_, limits) => {
    const mempool = pool(limits);
    take(mempool, 1);
    take(mempool, 2);
    expect(() => mempool.admit("h3", tx(3))).toThrow(/^mempool is full: number of txs 2/);
    mempool.remove("h1");
    expect(() => mempool.admit("h3", tx(3))).not.toThrow();
  });

  it("pushes back when too many wait for their check", () => {
    const mempool = pool({ maxInFlight: 1 });
    mempool.admit("h1", tx(1));
    expect(() => mempool.admit("h2", tx(2))).toThrow(
      "node is busy: 1 txs wait for their check (max: 1); send again later",
    );
    mempool.settle();
    expect(() => mempool.admit("h2", tx(2))).not.toThrow();
  });

  it("limits what one account has waiting, says so, and takes the same bytes later", () => {
    const mempool = pool({ maxPerAccount: 1 });
    take(mempool, 1, "dydx1a");
    take(mempool, 2, "dydx1b");
    mempool.admit("h3", tx(3));
    expect(() => mempool.admitSender("h3", "dydx1a")).toThrow(
      "dydx1a has 1 txs waiting (max: 1); send again after a block",
    );
    mempool.settle();
    mempool.remove("h1");
    expect(() => take(mempool, 3, "dydx1a")).not.toThrow();
  });

  it("lists short-term transactions until the block ends", () => {
    const mempool = pool();
    take(mempool, 1);
    mempool.pass(tx(7));
    expect(mempool.listed(10)).toEqual([tx(1), tx(7)]);
    expect(mempool.listed(1)).toEqual([tx(1)]);
    expect(mempool.all()).toHaveLength(1);
    mempool.clearPassing();
    expect(mempool.totals()).toEqual({ count: 1, bytes: 1 });
  });
});
