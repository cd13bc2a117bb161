import { subaccountUuid } from "@perpetua/protocol";
import { afterAll, beforeEach, expect, test } from "vitest";
import { createTasks } from "../../../src/roundtable/tasks.js";
import { type RoundtableWorld, startRoundtableWorld } from "./world.js";

const TASKS = new Map(
  createTasks({ pnlTickIntervalMs: 3_600_000 }).map((task) => [task.name, task]),
);
const MEGAVAULT = "dydx18tkxrnrkqc2t0lr3zxr5g6a4hdvqksylxqje4r";
const BTC_VAULT = "dydx1c0m5x87llaunl5sgv3q5vd7j5uha26d2q2r2q0";
let world: RoundtableWorld;

beforeEach(async () => {
  await world?.stop();
  world = await startRoundtableWorld();
});
afterAll(() => world.stop());

const run = async (name: string) => TASKS.get(name)?.run(world.context);
const sql = async (text: string, values: unknown[] = []) =>
  (await world.database.pool.query(text, values)).rows as Record<string, unknown>[];

async function addAccount(address: string, number = 0): Promise<string> {
  await sql(
    `INSERT INTO wallets (address, "totalTradingRewards") VALUES ($1, 0) ON CONFLICT DO NOTHING`,
    [address],
  );
  const id = subaccountUuid(address, number);
  await sql(`INSERT INTO subaccounts VALUES ($1, $2, $3, '2026-11-23T00:00:00Z', 1)`, [
    id,
    address,
    number,
  ]);
  return id;
}

const addBlock = (height: number, time: string) =>
  sql(`INSERT INTO blocks VALUES ($1, $2)`, [height, time]);

interface AddedFill {
  readonly height: number;
  readonly time: string;
  readonly liquidity: "MAKER" | "TAKER";
  readonly type?: string;
  readonly fee: string;
  readonly share?: string;
}

let events = 0;

async function addFill(subaccountId: string, fill: AddedFill): Promise<void> {
  events += 1;
  const event = Buffer.alloc(12);
  event.writeUInt32BE(fill.height, 0);
  event.writeUInt32BE(events, 8);
  await sql(`INSERT INTO tendermint_events VALUES ($1, $2, 0, $3)`, [event, fill.height, events]);
  await sql(
    `INSERT INTO fills (id, "subaccountId", side, liquidity, type, "clobPairId", size, price,
       "quoteAmount", "eventId", "transactionHash", "createdAt", "createdAtHeight", fee,
       "affiliateRevShare")
     VALUES (gen_random_uuid(), $1, 'BUY', $2, $3, 0, 0.5, 100, 50, $4, 'H', $5, $6, $7, $8)`,
    [
      subaccountId,
      fill.liquidity,
      fill.type ?? "LIMIT",
      event,
      fill.time,
      fill.height,
      fill.fee,
      fill.share ?? "0",
    ],
  );
}

async function addTick(id: string, createdAt: string, height: number, pnl: string, equity = pnl) {
  await sql(`INSERT INTO pnl_ticks VALUES (gen_random_uuid(), $1, $2, $3, 0, $4, $5, $4)`, [
    id,
    equity,
    pnl,
    createdAt,
    height,
  ]);
}

const DAY_1 = "2026-11-23T10:00:00Z";
const DAY_2 = "2026-11-24T12:00:00Z";

test("referees' fees, rebates and trades reach their affiliate once (R12)", async () => {
  const referee = await addAccount("dydx1referee", 128);
  await addBlock(1, "2023-01-01T00:00:00Z");
  await addBlock(5, DAY_1);
  await sql(`INSERT INTO affiliate_referred_users VALUES ('dydx1referee', 'dydx1aff', 5),
    ('dydx1other', 'dydx1aff', 9), ('dydx1third', 'dydx1idle', 3)`);
  await addBlock(4, "2026-11-23T09:00:00Z");
  await addFill(referee, { height: 4, time: "2026-11-23T09:00:00Z", liquidity: "TAKER", fee: "9" });
  await addFill(referee, { height: 5, time: DAY_1, liquidity: "TAKER", fee: "5", share: "1" });
  await addFill(referee, { height: 5, time: DAY_1, liquidity: "MAKER", fee: "-0.5", share: "0.2" });
  const twap = { type: "TWAP_SUBORDER", fee: "3", share: "0.6" };
  await addFill(referee, { height: 5, time: DAY_1, liquidity: "TAKER", ...twap });
  await run("update_affiliate_info");
  await run("update_affiliate_info");
  expect(await sql(`SELECT * FROM affiliate_info ORDER BY address`)).toEqual([
    {
      address: "dydx1aff",
      affiliateEarnings: "1.8",
      referredMakerTrades: 1,
      referredTakerTrades: 2,
      totalReferredUsers: 2,
      firstReferralBlockHeight: 5n,
      referredTotalVolume: "150.0",
      totalReferredTakerFees: "5",
      totalReferredMakerFees: "0",
      totalReferredMakerRebates: "-0.5",
    },
    expect.objectContaining({
      address: "dydx1idle",
      affiliateEarnings: "0",
      totalReferredUsers: 1,
      firstReferralBlockHeight: 3n,
    }),
  ]);
});

test("a wallet's volume grows by each fill once, a day of fills a run (indexer.md §6.12)", async () => {
  const first = await addAccount("dydx1a");
  const second = await addAccount("dydx1a", 1);
  await addBlock(5, DAY_1);
  await addBlock(9, DAY_2);
  await addFill(first, { height: 5, time: DAY_1, liquidity: "MAKER", fee: "0" });
  await addFill(second, { height: 5, time: DAY_1, liquidity: "TAKER", fee: "0" });
  await addFill(first, { height: 9, time: DAY_2, liquidity: "TAKER", fee: "0" });
  const volume = async () => Number((await sql(`SELECT "totalVolume" AS v FROM wallets`))[0]?.v);
  const until = async () => (await sql(`SELECT value FROM persistent_cache`))[0]?.value;
  await run("update_wallet_total_volume");
  expect(await volume()).toBe(100);
  expect(await until()).toBe("2026-11-24T10:00:00.000+00:00");
  await run("update_wallet_total_volume");
  expect(await volume()).toBe(150);
  await run("update_wallet_total_volume");
  expect(await volume()).toBe(150);
  expect(await until()).toBe("2026-11-24T12:00:00.000+00:00");
});

test("the volume job gives way to ender, which may hold the wallets", async () => {
  const id = await addAccount("dydx1a");
  await addBlock(5, DAY_1);
  await addFill(id, { height: 5, time: DAY_1, liquidity: "MAKER", fee: "0" });
  const ender = await world.database.pool.connect();
  try {
    await ender.query("BEGIN");
    await ender.query(`SELECT 1 FROM wallets FOR UPDATE`);
    await expect(run("update_wallet_total_volume")).rejects.toMatchObject({ code: "55P03" });
  } finally {
    await ender.query("ROLLBACK");
    ender.release();
  }
  await run("update_wallet_total_volume");
  expect(Number((await sql(`SELECT "totalVolume" AS v FROM wallets`))[0]?.v)).toBe(50);
});

test("a day's leaderboard compares with the day before; number 1 does not count (R13)", async () => {
  world.nowMs = Date.parse(DAY_2);
  const zero = await addAccount("dydx1a");
  await addTick(zero, DAY_1, 1, "100");
  await addTick(zero, "2026-11-24T08:00:00Z", 2, "120");
  await addTick(zero, "2026-11-24T09:00:00Z", 3, "150");
  await addTick(await addAccount("dydx1a", 128), DAY_2, 3, "30");
  await addTick(await addAccount("dydx1a", 1), DAY_2, 3, "999");
  await addTick(await addAccount("dydx1b"), DAY_2, 3, "90");
  await addTick(await addAccount(BTC_VAULT), DAY_2, 3, "500");
  const ranked = async (name: string) => {
    await run(name);
    return await sql(
      `SELECT address, pnl, rank FROM leaderboard_pnl WHERE "timeSpan" = $1
      ORDER BY rank`,
      [name.endsWith("daily") ? "ONE_DAY" : "ALL_TIME"],
    );
  };
  expect(await ranked("create_leaderboard_pnl_daily")).toEqual([
    { address: "dydx1b", pnl: "90", rank: 1 },
    { address: "dydx1a", pnl: "80", rank: 2 },
  ]);
  expect(await ranked("create_leaderboard_pnl_all_time")).toEqual([
    { address: "dydx1a", pnl: "180", rank: 1 },
    { address: "dydx1b", pnl: "90", rank: 2 },
  ]);
  expect(await world.context.redis.get("v4/leaderboard_pnl_processed/ONE_DAY")).toBe(
    new Date(DAY_2).toISOString(),
  );
  await sql(`DELETE FROM leaderboard_pnl`);
  expect(await ranked("create_leaderboard_pnl_daily")).toEqual([]);
});

test("vaults' history lists the first tick of each hour and day after a refresh (§6.15)", async () => {
  const now = Date.now();
  world.nowMs = now;
  await sql(`INSERT INTO vaults VALUES ($1, 0, 'QUOTING', now(), now())`, [BTC_VAULT]);
  const vault = await addAccount(BTC_VAULT);
  await addTick(await addAccount(MEGAVAULT), new Date(now - 60_000).toISOString(), 1, "1");
  await addTick(vault, new Date(now - 60_000).toISOString(), 1, "2");
  await addTick(await addAccount("dydx1a"), new Date(now).toISOString(), 1, "3");
  const listed = (view: string) => sql(`SELECT "totalPnl" FROM ${view} ORDER BY "totalPnl"`);
  expect(await listed("vaults_daily_pnl")).toEqual([]);
  await run("refresh-vault-pnl");
  const both = [{ totalPnl: "1" }, { totalPnl: "2" }];
  expect(await listed("vaults_daily_pnl")).toEqual(both);
  expect(await listed("vaults_hourly_pnl")).toEqual(both);
});

test("outside its window an upstream-like job leaves the views alone (§6.15)", async () => {
  const job = createTasks({ pnlTickIntervalMs: 1, vaultPnlWindowMs: 900_000 }).find(
    ({ name }) => name === "refresh-vault-pnl",
  );
  await addTick(await addAccount(MEGAVAULT), new Date().toISOString(), 1, "1");
  const counts = async () => [
    (await sql(`SELECT 1 FROM vaults_hourly_pnl`)).length,
    (await sql(`SELECT 1 FROM vaults_daily_pnl`)).length,
  ];
  world.nowMs = Date.parse("2026-11-24T08:15:00Z");
  await job?.run(world.context);
  expect(await counts()).toEqual([0, 0]);
  world.nowMs = Date.parse("2026-11-24T08:14:59Z");
  await job?.run(world.context);
  expect(await counts()).toEqual([1, 0]);
  world.nowMs = Date.parse("2026-11-24T00:10:00Z");
  await job?.run(world.context);
  expect(await counts()).toEqual([1, 1]);
});

test("a taken name makes the generator try again, and nobody is named twice (§6.14)", async () => {
  const first = await addAccount("dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4");
  await addAccount("dydx1b", 128);
  await run("subaccount_username_generator");
  const [named, ...others] = await sql(`SELECT * FROM subaccount_usernames`);
  expect(others).toEqual([]);
  expect(named).toEqual({ username: expect.stringMatching(/FK5$/), subaccountId: first });
  await sql(`UPDATE subaccount_usernames SET "subaccountId" = $1`, [subaccountUuid("dydx1b", 128)]);
  await run("subaccount_username_generator");
  await run("subaccount_username_generator");
  const names = await sql(`SELECT username FROM subaccount_usernames WHERE "subaccountId" = $1`, [
    first,
  ]);
  expect(names).toHaveLength(1);
  expect(names[0]?.username).not.toBe(named?.username);
});

test("push tokens of more than a month ago are forgotten (§6.2)", async () => {
  world.nowMs = Date.parse("2026-11-24T00:00:00Z");
  await addAccount("dydx1a");
  await sql(`INSERT INTO firebase_notification_tokens (token, address, language, "updatedAt")
    VALUES ('old', 'dydx1a', 'en', '2026-10-24T00:00:00Z'),
           ('new', 'dydx1a', 'en', '2026-10-24T00:00:01Z')`);
  await run("delete-old-firebase-notification-tokens");
  expect(await sql(`SELECT token FROM firebase_notification_tokens`)).toEqual([{ token: "new" }]);
});
