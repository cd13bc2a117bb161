import { RedisKey, setText } from "@perpetua/messaging";
import { tradingRewardUuid } from "@perpetua/protocol";
import { afterAll, beforeEach, expect, test } from "vitest";
import { aggregateTradingRewards } from "../../../src/roundtable/tasks/aggregateTradingRewards.js";
import { type RoundtableWorld, startRoundtableWorld } from "./world.js";

const ADDRESS = "dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4";
const KEY = RedisKey.tradingRewardsProcessed("DAILY");
const [DAILY] = aggregateTradingRewards;
let world: RoundtableWorld;

beforeEach(async () => {
  await world?.stop();
  world = await startRoundtableWorld();
  await world.database.pool.query(
    `INSERT INTO wallets (address, "totalTradingRewards") VALUES ($1, 0)`,
    [ADDRESS],
  );
  await addBlock(1, "2026-11-23T12:00:00Z");
});
afterAll(() => world.stop());

const run = async () => DAILY?.run(world.context);

async function addBlock(height: number, time: string, reward?: string): Promise<void> {
  const { pool } = world.database;
  await pool.query(`INSERT INTO blocks ("blockHeight", time) VALUES ($1, $2)`, [height, time]);
  if (reward === undefined) return;
  await pool.query(
    `INSERT INTO trading_rewards (id, address, "blockTime", "blockHeight", amount)
     VALUES ($1, $2, $3, $4, $5)`,
    [tradingRewardUuid(ADDRESS, height), ADDRESS, time, height, reward],
  );
}

async function rows() {
  const { rows: found } = await world.database.pool.query(
    `SELECT amount, "startedAtHeight", "startedAt", "endedAt", "endedAtHeight"
     FROM trading_reward_aggregations ORDER BY "startedAt"`,
  );
  return found;
}

const processed = () => world.context.redis.get(KEY);

test("without rewards there is nothing to do", async () => {
  await run();
  expect(await rows()).toEqual([]);
  expect(await processed()).toBeNull();
});

test("windows end after an hour and at midnight, where the period ends (R11)", async () => {
  await addBlock(2, "2026-11-23T22:30:00Z", "1");
  await addBlock(3, "2026-11-23T23:45:00Z", "0.5");
  await addBlock(4, "2026-11-24T00:00:00Z", "4");
  await addBlock(5, "2026-11-24T05:00:30Z");
  await run();
  expect(await processed()).toBe("2026-11-23T23:30:00.000Z");
  await run();
  expect(await processed()).toBe("2026-11-24T00:00:00.000Z");
  const [ended, ...others] = await rows();
  expect(others).toEqual([]);
  expect(ended).toMatchObject({
    amount: "1.500000000000000000",
    startedAtHeight: 1n,
    endedAt: new Date("2026-11-24T00:00:00Z"),
    endedAtHeight: 3n,
  });
  await run();
  expect(await rows()).toHaveLength(2);
});

test("the running minute waits, and a crash before Redis was told adds nothing twice", async () => {
  await addBlock(2, "2026-11-23T12:30:10Z", "1");
  await run();
  expect(await rows()).toEqual([]);
  expect(await processed()).toBe("2026-11-23T12:30:10.000Z");
  await addBlock(3, "2026-11-23T12:31:05Z", "2");
  await run();
  await setText(world.context.redis, KEY, "2026-11-23T12:30:10.000Z");
  await run();
  expect((await rows()).map(({ amount }) => Number(amount))).toEqual([1]);
});

test("without the mark in Redis the running period is counted anew", async () => {
  await addBlock(2, "2026-11-23T12:30:10Z", "1");
  await addBlock(3, "2026-11-23T12:40:00Z");
  await run();
  await world.database.pool.query(`UPDATE trading_reward_aggregations SET amount = 77`);
  await world.context.redis.flushdb();
  await run();
  expect((await rows()).map(({ amount }) => Number(amount))).toEqual([1]);
});
