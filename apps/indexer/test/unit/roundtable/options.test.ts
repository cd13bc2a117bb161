import { expect, test } from "vitest";
import { scheduleTasks } from "../../../src/roundtable/options.js";
import { createTasks } from "../../../src/roundtable/tasks.js";

const TASKS = createTasks({ pnlTickIntervalMs: 3_600_000 });
const byName = (environment: Record<string, string>) =>
  new Map(scheduleTasks(TASKS, environment).map((entry) => [entry.task.name, entry]));

test("the jobs have upstream's names, intervals and multipliers", () => {
  const jobs = [...byName({}).values()].map((job) => [
    job.task.name,
    job.intervalMs,
    job.lockMultiplier,
  ]);
  expect(jobs).toEqual([
    ["market_updater", 30_000, 10],
    ["delete_zero_price_levels", 120_000, 1],
    ["uncross_orderbook", 15_000, 1],
    ["create_pnl_ticks", 30_000, 20],
    ["remove_expired_orders", 120_000, undefined],
    ["cancel_stale_orders", 30_000, undefined],
    ["remove_old_order_updates", 30_000, undefined],
    ["aggregate_trading_rewards_daily", 30_000, undefined],
    ["aggregate_trading_rewards_weekly", 30_000, undefined],
    ["aggregate_trading_rewards_monthly", 30_000, undefined],
    ["update_compliance_data", 300_000, undefined],
    ["update_compliance_status", 3_600_000, undefined],
    ["subaccount_username_generator", 30_000, 5],
    ["update_wallet_total_volume", 30_000, undefined],
    ["update_affiliate_info", 30_000, undefined],
    ["delete-old-firebase-notification-tokens", 2_592_000_000, undefined],
    ["refresh-vault-pnl", 300_000, undefined],
    ["cache-orderbook-mid-prices", 10_000, undefined],
    ["update-funding-payments", 60_000, 3],
    ["update-pnl", 60_000, 3],
  ]);
});

test("variables switch jobs off and change intervals and multipliers", () => {
  const jobs = byName({
    LOOPS_ENABLED_UNCROSS_ORDERBOOK: "false",
    LOOPS_INTERVAL_MS_MARKET_UPDATER: "5000",
    MARKET_UPDATER_LOCK_MULTIPLIER: "4",
    PNL_TICK_UPDATE_LOCK_MULTIPLIER: "7",
    LOOPS_INTERVAL_MS_AGGREGATE_TRADING_REWARDS: "8000",
  });
  expect(jobs.has("uncross_orderbook")).toBe(false);
  expect(jobs.get("market_updater")).toMatchObject({ intervalMs: 5_000, lockMultiplier: 4 });
  expect(jobs.get("create_pnl_ticks")).toMatchObject({ intervalMs: 30_000, lockMultiplier: 7 });
  expect(jobs.get("aggregate_trading_rewards_weekly")?.intervalMs).toBe(8_000);
});

test("leaderboards are ranked only where they are asked for (indexer.md §6.2)", () => {
  const jobs = byName({ LOOPS_ENABLED_CREATE_LEADERBOARD_PNL_DAILY: "true" });
  expect([...jobs.keys()].filter((name) => name.includes("leaderboard"))).toEqual([
    "create_leaderboard_pnl_daily",
  ]);
});

test("an interval of nothing is refused", () => {
  expect(() => byName({ LOOPS_INTERVAL_MS_UPDATE_PNL: "0" })).toThrow(
    /LOOPS_INTERVAL_MS_UPDATE_PNL/,
  );
});
