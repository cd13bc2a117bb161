import type { Task, TaskContext } from "../task.js";

const HOUR_MS = 3_600_000;

/**
 * Renews the views behind the vaults' history (indexer.md §6.15). `windowMs`: only that long after
 * an hour (hourly view) or a UTC day (daily view) has begun, since its first tick is the one that
 * is listed; upstream looks 15 minutes only, so a new network has no history before midnight.
 */
export const refreshVaultPnl = (windowMs: number): Task => ({
  name: "refresh-vault-pnl",
  env: "REFRESH_VAULT_PNL",
  intervalMs: 300_000,
  run: (context) => refreshViews(context, windowMs),
});

const VIEWS = [
  { view: "vaults_hourly_pnl", periodMs: HOUR_MS },
  { view: "vaults_daily_pnl", periodMs: 24 * HOUR_MS },
] as const;

async function refreshViews({ database, nowMs }: TaskContext, windowMs: number): Promise<void> {
  const now = nowMs();
  for (const { view, periodMs } of VIEWS) {
    if (now % periodMs >= windowMs) continue;
    await database.pool.query(`REFRESH MATERIALIZED VIEW CONCURRENTLY "${view}"`);
  }
}
