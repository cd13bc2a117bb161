import { createSilentLogger } from "@perpetua/telemetry";
import { afterEach, describe, expect, it, vi } from "vitest";
import { BlockLog } from "../../../src/chain/blockLog.js";
import type { OffchainMessages } from "../../../src/chain/chain.js";
import type { BlockRecord } from "../../../src/chain/record.js";
import { SnapshotStore } from "../../../src/chain/snapshots.js";
import { bob, carl } from "../../support/accounts.js";
import {
  dieWithOpenMatch,
  FILLED_AT_DEATH,
  FILLED_IN_BLOCK,
  SURVIVOR_CLIENT_ID,
  SURVIVOR_QUANTUMS,
} from "../../support/survivingOrder.js";
import { openTestChain, removeHome, type TestChain } from "../../support/testChain.js";
import { deposit, send, shortTermOrder, signed } from "../../support/txs.js";

/** An order update in few words: flags, client id and what happened. */
function textOf({ key, message }: OffchainMessages[number]): string {
  const { orderPlace, orderRemove, orderUpdate } = message;
  const name = `${key.orderFlags}/${key.clientId}`;
  if (orderPlace !== undefined) return `${name} placed ${orderPlace.order?.quantums}`;
  if (orderUpdate !== undefined) return `${name} filled ${orderUpdate.totalFilledQuantums}`;
  return `${name} removed for ${orderRemove?.reason}`;
}

const hashOf = ({ chain }: TestChain) => Buffer.from(chain.exchange.stateHash()).toString("hex");

describe("Chain", () => {
  const opened: TestChain[] = [];
  const open = (options?: Parameters<typeof openTestChain>[0]) => {
    const test = openTestChain(options);
    opened.push(test);
    return test;
  };

  afterEach(async () => {
    vi.restoreAllMocks();
    for (const test of opened.splice(0)) {
      await test.close();
      removeHome(test.home);
    }
  });

  /** Some blocks with paid transactions, an order book entry and empty blocks. */
  async function trade(test: TestChain): Promise<void> {
    const sequence = 0n;
    const envelope = { from: carl };
    const first = await test.chain.submit(signed({ ...envelope, sequence }, deposit(carl, 1_000)));
    expect(first.check).toMatchObject({ code: 0, log: "[]" });
    await test.chain.submit(signed({ ...envelope, sequence: 1n }, send(carl, bob, "5")));
    await test.block();
    const goodTilBlock = test.chain.height + 10;
    const order = shortTermOrder(carl, { clientId: 1, goodTilBlock });
    expect((await test.chain.submit(signed({ ...envelope, sequence }, order))).check.code).toBe(0);
    await test.blocks(3);
  }

  it("gives the same state by replay of the log and from a snapshot", async () => {
    const first = open({ snapshotEvery: 4 });
    await trade(first);
    await first.blocks(7);
    const { home } = first;
    const expected = [first.chain.height, hashOf(first)];
    await first.close();
    opened.length = 0;

    const fromSnapshot = open({ home });
    expect([fromSnapshot.chain.height, hashOf(fromSnapshot)]).toEqual(expected);
    await fromSnapshot.close();
    opened.length = 0;
    removeHome(`${home}/snapshots`);
    const byReplay = open({ home });
    expect([byReplay.chain.height, hashOf(byReplay)]).toEqual(expected);
    await byReplay.blocks(2);
    expect(byReplay.chain.log.height).toBe((expected[0] as number) + 2);
  });

  it("tells what the books hold after a restart, wherever the replay began", async () => {
    const told: string[] = [];
    const listener = {
      onOffchain: (messages: OffchainMessages) => told.push(...messages.map(textOf)),
    };
    const first = open({ snapshotEvery: 3, listener });
    await dieWithOpenMatch(first);
    expect(told.at(-2)).toBe(`64/${SURVIVOR_CLIENT_ID} filled ${FILLED_AT_DEATH}`);
    const { home } = first;
    await first.close();
    opened.length = 0;

    const fromSnapshot = open({ home });
    const rebuilt = fromSnapshot.chain.rebuilt.map(textOf);
    const survivor = rebuilt.filter((text) => text.startsWith(`64/${SURVIVOR_CLIENT_ID} `));
    expect(survivor).toEqual([
      `64/${SURVIVOR_CLIENT_ID} placed ${SURVIVOR_QUANTUMS}`,
      `64/${SURVIVOR_CLIENT_ID} filled ${FILLED_IN_BLOCK}`,
    ]);
    // Vault quotes came through the same way; short-term orders did not survive.
    expect(rebuilt.length).toBeGreaterThan(20);
    expect(rebuilt.every((text) => text.startsWith("64/"))).toBe(true);
    expect(fromSnapshot.chain.rebuilt.every(({ txHash }) => txHash === undefined)).toBe(true);
    await fromSnapshot.close();
    opened.length = 0;
    removeHome(`${home}/snapshots`);
    const byReplay = open({ home });
    expect(byReplay.chain.rebuilt.map(textOf)).toEqual(rebuilt);
    // Told once: the next block's updates are its own.
    const later: string[] = [];
    byReplay.chain.subscribe({ onOffchain: (messages) => later.push(...messages.map(textOf)) });
    await byReplay.block();
    expect(later.filter((text) => text.includes("placed"))).toEqual([]);
  });

  it("replays from the start when its snapshots are of another version", async () => {
    const first = open({ snapshotEvery: 2 });
    await first.blocks(5);
    const expected = hashOf(first);
    await first.close();
    opened.length = 0;
    const store = new SnapshotStore(`${first.home}/snapshots`, createSilentLogger());
    for (const height of [2, 4]) await store.save(height, new Uint8Array([1, 2, 3]));
    const again = open({ home: first.home });
    expect([again.chain.height, hashOf(again)]).toEqual([5, expected]);
  });

  it("refuses to start when the log gives another state than it did", async () => {
    const first = open();
    await first.blocks(3);
    const record = first.chain.log.read(3) as BlockRecord;
    await first.close();
    opened.length = 0;
    const log = BlockLog.open(`${first.home}/blocks`);
    await log.append({ ...record, height: 4, seconds: record.seconds + 1 });
    log.close();
    expect(() => openTestChain({ home: first.home })).toThrow(
      "block 4 gives another state hash than when it was made",
    );
    removeHome(first.home);
  });

  it("shows a block to nobody before the disk has it", async () => {
    const seen: string[] = [];
    const test = open({
      listener: {
        onBlock: (record) => seen.push(`block ${record.height}`),
        onOffchain: (messages) => seen.push(`${messages.length > 0 ? "order updates" : "none"}`),
      },
    });
    const tx = signed({ from: carl, sequence: 0n }, deposit(carl, 10));
    let release = () => {};
    const disk = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { append } = test.chain.log;
    vi.spyOn(test.chain.log, "append").mockImplementation(async (record) => {
      await disk;
      await append.call(test.chain.log, record);
    });
    seen.length = 0;
    const made = test.block();
    const submitted = test.chain.submit(tx).then(() => seen.push("answer"));
    const state = test.chain.durable().then(() => seen.push(`state ${test.chain.log.height}`));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).toEqual([]);
    release();
    await Promise.all([made, submitted, state]);
    expect(seen).toContain("block 1");
    expect(seen).toContain("state 1");
    expect(seen).toContain("answer");
  });

  it("fails the block and every waiting client when the disk fails", async () => {
    const test = open();
    vi.spyOn(test.chain.log, "append").mockRejectedValue(new Error("no space left on device"));
    const made = test.block();
    await expect(test.chain.durable()).rejects.toThrow("no space");
    await expect(made).rejects.toThrow("no space");
  });

  it("keeps answers in order of arrival while signatures are verified in parallel", async () => {
    const test = open({ workers: 2 });
    const txs = Array.from({ length: 20 }, (_, i) =>
      signed({ from: carl, sequence: BigInt(i) }, send(carl, bob, "1")),
    );
    const codes = await Promise.all(txs.map((tx) => test.chain.submit(tx)));
    expect(codes.map(({ check }) => check.code)).toEqual(txs.map(() => 0));
    expect(test.chain.mempool.checking).toBe(0);
    await test.block();
    expect(test.chain.mempool.size).toBe(0);
    expect(test.chain.log.read(1)?.txs).toHaveLength(20 + 4);
  });

  it("refuses an account that has too much waiting, and takes the same bytes after a block", async () => {
    const test = open({ mempool: { maxPerAccount: 2 } });
    const tx = (i: number) => signed({ from: carl, sequence: BigInt(i) }, send(carl, bob, "1"));
    for (const i of [0, 1]) expect((await test.chain.submit(tx(i))).check.code).toBe(0);
    await expect(test.chain.submit(tx(2))).rejects.toThrow(
      `${carl.address} has 2 txs waiting (max: 2); send again after a block`,
    );
    await test.block();
    expect((await test.chain.submit(tx(2))).check.code).toBe(0);
  });

  it("survives faults while it looks at signatures and while it checks", async () => {
    const test = open({ mempool: { maxInFlight: 1 } });
    const tx = (i: number) => signed({ from: carl, sequence: BigInt(i) }, send(carl, bob, "1"));
    const { exchange } = test.chain;
    vi.spyOn(exchange, "signatureJobs").mockImplementationOnce(() => {
      throw new Error("no such key");
    });
    expect((await test.chain.submit(tx(0))).check.code).toBe(0);
    vi.spyOn(exchange, "checkTx").mockImplementationOnce(() => {
      throw new Error("broken");
    });
    await expect(test.chain.submit(tx(1))).rejects.toThrow("broken");
    expect(test.chain.mempool.checking).toBe(0);
    expect((await test.chain.submit(tx(2))).check.code).toBe(32);
  });

  it("drops waiting transactions that a block made invalid", async () => {
    const test = open();
    const envelope = { from: carl, timeoutHeight: 1n };
    await test.block();
    const late = signed({ ...envelope, sequence: 0n, timeoutHeight: 2n }, send(carl, bob, "1"));
    expect((await test.chain.submit(late)).check.code).toBe(0);
    expect(test.chain.mempool.size).toBe(1);
    await test.blocks(2);
    expect(test.chain.mempool.size).toBe(0);
  });
});
