import { Topic } from "@perpetua/messaging";
import { indexerEvents } from "@perpetua/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LoggedBlock } from "../../../src/ender/backfill.js";
import {
  ALICE,
  BOB,
  block,
  deposit,
  event,
  GENESIS_TIME,
  genesis,
  order,
  update,
} from "./blocks.js";
import { type EnderWorld, sentOn, startWorld } from "./support.js";

const T = 1_700_000_000_000;
let world: EnderWorld;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.stop();
});

const at = (height: number) =>
  block(height, `2024-01-01T00:00:${String(height).padStart(2, "0")}.000Z`, deposit(ALICE, 0));
const genesisBlock = block(0, GENESIS_TIME, genesis);

const count = async (table: string): Promise<number> => {
  const { rows } = await world.database.pool.query(`SELECT count(*)::int AS n FROM "${table}"`);
  return rows[0].n;
};

test("E15: repeated and older blocks are skipped, the next one is applied", async () => {
  const ender = await world.restart();
  expect(ender.height).toBe(-1);
  expect(await ender.processBlock(genesisBlock, T)).toBe("applied");
  expect(await ender.processBlock(genesisBlock, T)).toBe("skipped");
  expect(await ender.processBlock(at(1), T)).toBe("applied");
  expect(await ender.processBlock(at(1), T)).toBe("skipped");
  expect(await ender.processBlock(genesisBlock, T)).toBe("skipped");
  expect(await count("transfers")).toBe(1);
  const restarted = await world.restart();
  expect(restarted.height).toBe(1);
  expect(await restarted.processBlock(at(1), T)).toBe("skipped");
  expect(await restarted.processBlock(at(2), T)).toBe("applied");
});

test("E15: a gap that another instance has closed is no gap", async () => {
  const slow = await world.restart();
  const fast = await world.restart();
  for (const bytes of [genesisBlock, at(1), at(2)]) await fast.processBlock(bytes, T);
  expect(await slow.processBlock(at(2), T)).toBe("skipped");
  expect(await slow.processBlock(at(3), T)).toBe("applied");
  // The other one does not know yet: the key of `blocks` stops it, and the next try skips.
  await expect(fast.processBlock(at(3), T)).rejects.toMatchObject({ code: "23505" });
  expect(await fast.processBlock(at(3), T)).toBe("skipped");
});

test("a gap is filled from the node, in order, and never dropped", async () => {
  const asked: number[] = [];
  const log: LoggedBlock[] = [0, 1, 2, 3].map((height) => ({
    height,
    bytes: height === 0 ? genesisBlock : at(height),
  }));
  const ender = await world.restart({
    fetchBlocks: async function* (from) {
      asked.push(from);
      // The node answers with a limited number of blocks.
      yield* log.filter(({ height }) => height === from);
    },
  });
  await ender.processBlock(genesisBlock, T);
  expect(await ender.processBlock(at(3), T)).toBe("applied");
  expect(asked).toEqual([1, 2]);
  expect(ender.height).toBe(3);
  expect(await count("blocks")).toBe(4);
  await ender.flush();
  const heights = sentOn(world.producer, Topic.blockHeight).map(({ blockHeight }) => blockHeight);
  expect(heights).toEqual(["0", "1", "2", "3"]);
});

test("a gap that nobody can fill stops the indexer", async () => {
  const ender = await world.restart();
  await ender.processBlock(genesisBlock, T);
  await expect(ender.processBlock(at(2), T)).rejects.toMatchObject({ code: "BLOCK_GAP" });
  expect(ender.height).toBe(0);
  expect(await ender.processBlock(at(1), T)).toBe("applied");
  expect(await ender.processBlock(at(2), T)).toBe("applied");
});

test("E16: a block that fails leaves nothing and is tried again", async () => {
  const ender = await world.restart();
  await ender.processBlock(genesisBlock, T);
  const removal = event("stateful_order", indexerEvents.StatefulOrderEventV1, {
    orderRemoval: {
      removedOrderId: { subaccountId: ALICE, clientId: 1, orderFlags: 64, clobPairId: 0 },
      reason: 2,
    },
  });
  const bad = block(1, "2024-01-01T00:00:01.000Z", [...deposit(ALICE, 0), removal]);
  await ender.flush();
  const before = world.producer.sent(Topic.subaccounts).length;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await expect(ender.processBlock(bad, T)).rejects.toMatchObject({ code: "BLOCK_STATE" });
  }
  for (const table of ["transfers", "subaccounts", "wallets", "outbox"]) {
    expect(await count(table), table).toBe(0);
  }
  expect(await count("blocks")).toBe(1);
  await ender.flush();
  expect(world.producer.sent(Topic.subaccounts)).toHaveLength(before);
  expect(await ender.processBlock(at(1), T)).toBe("applied");
});

test.each([
  ["a block without time", () => Uint8Array.of(8, 1)],
  ["bytes that are no block", () => Uint8Array.of(255, 255, 255)],
  [
    "a version that nobody knows",
    () =>
      block(1, GENESIS_TIME, [
        event("transfer", indexerEvents.TransferEventV1, {}, { tx: 0, version: 9 }),
      ]),
  ],
  [
    "a fill at the end of the block",
    () => block(1, GENESIS_TIME, [event("order_fill", indexerEvents.OrderFillEventV1, {}, {})]),
  ],
  [
    "a transfer from nowhere",
    () =>
      block(1, GENESIS_TIME, [event("transfer", indexerEvents.TransferEventV1, { assetId: 0 })]),
  ],
  [
    "E18: a market priced twice",
    () =>
      block(
        1,
        GENESIS_TIME,
        [1n, 2n].map((priceWithExponent) =>
          event("market", indexerEvents.MarketEventV1, {
            marketId: 0,
            priceUpdate: { priceWithExponent },
          }),
        ),
      ),
  ],
])("%s is refused and changes nothing", async (_, bytes) => {
  const ender = await world.restart();
  await ender.processBlock(genesisBlock, T);
  await expect(ender.processBlock(bytes(), T)).rejects.toThrow();
  expect(await count("blocks")).toBe(1);
  expect(await count("outbox")).toBe(0);
  expect(await ender.processBlock(at(1), T)).toBe("applied");
});

test("an unknown subtype leaves only its event row", async () => {
  const ender = await world.restart();
  await ender.processBlock(genesisBlock, T);
  const strange = { subtype: "open_interest_update", version: 1, data: Uint8Array.of(), tx: 0 };
  await ender.processBlock(block(1, GENESIS_TIME, [strange]), T);
  const events = await world.database.pool.query(
    `SELECT 1 FROM tendermint_events WHERE "blockHeight" = 1`,
  );
  expect(events.rowCount).toBe(1);
});

test("messages of a block that was committed but not published come after the restart", async () => {
  let broken = true;
  const producer = {
    sendAllInOrder: (...args: Parameters<typeof world.producer.sendAllInOrder>) =>
      broken ? Promise.reject(new Error("killed")) : world.producer.sendAllInOrder(...args),
  };
  const dying = await world.restart({ producer });
  await dying.processBlock(genesisBlock, T);
  await dying.flush().catch(() => undefined);
  expect(await count("blocks")).toBe(1);
  expect(await count("outbox")).toBe(1);
  expect(world.producer.sent(Topic.blockHeight)).toHaveLength(0);

  broken = false;
  const restarted = await world.restart();
  expect(world.producer.sent(Topic.blockHeight)).toHaveLength(1);
  expect(world.producer.sent(Topic.markets)).toHaveLength(2);
  expect(await count("outbox")).toBe(0);
  await restarted.processBlock(at(1), T);
  await restarted.flush();
  const heights = sentOn(world.producer, Topic.blockHeight).map(({ blockHeight }) => blockHeight);
  expect(heights).toEqual(["0", "1"]);
});

test("a broker that refuses for a while delays messages and never reorders them", async () => {
  let refusals = 2;
  const producer = {
    sendAllInOrder: (...args: Parameters<typeof world.producer.sendAllInOrder>) => {
      refusals -= 1;
      return refusals >= 0
        ? Promise.reject(new Error("not now"))
        : world.producer.sendAllInOrder(...args);
    },
  };
  const ender = await world.restart({ producer });
  await ender.processBlock(genesisBlock, T);
  for (let height = 1; height <= 5; ) {
    const outcome = await ender.processBlock(at(height), T).catch(() => "again");
    if (outcome !== "again") height += 1;
  }
  await ender.flush();
  const heights = sentOn(world.producer, Topic.blockHeight).map(({ blockHeight }) => blockHeight);
  expect(heights).toEqual(["0", "1", "2", "3", "4", "5"]);
});

test("funding samples reach Redis once, even when a block is published twice", async () => {
  const sample = event(
    "funding_values",
    indexerEvents.FundingEventV1,
    { type: 1, updates: [{ perpetualId: 0, fundingValuePpm: -1000 }] },
    {},
  );
  let acknowledge = false;
  const producer = {
    sendAllInOrder: () => (acknowledge ? Promise.resolve() : Promise.reject(new Error("late"))),
  };
  const first = await world.restart({ producer });
  await first.processBlock(genesisBlock, T);
  await first.flush().catch(() => undefined);
  acknowledge = true;
  await first.flush();
  acknowledge = false;
  await first.processBlock(block(1, GENESIS_TIME, [sample]), T);
  await first.flush().catch(() => undefined);
  acknowledge = true;
  await world.restart({ producer });
  expect(await world.redis.lrange("v4/nextFunding/BTC-USD", 0, -1)).toEqual(["-0.000125"]);
});

test("a fill without a position stops the block", async () => {
  const ender = await world.restart();
  await ender.processBlock(genesisBlock, T);
  const maker = order({ subaccountId: BOB, clientId: 1, side: "SELL", quantums: 1n, price: 1 });
  const taker = order({ subaccountId: ALICE, clientId: 2, side: "BUY", quantums: 1n, price: 1 });
  const fill = event("order_fill", indexerEvents.OrderFillEventV1, {
    makerOrder: maker,
    order: taker,
    fillAmount: 1n,
  });
  const bytes = block(1, GENESIS_TIME, [update(ALICE, 1n), update(BOB, 1n), fill]);
  await expect(ender.processBlock(bytes, T)).rejects.toMatchObject({ code: "BLOCK_STATE" });
});
