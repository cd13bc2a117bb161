import { latestBlock } from "@perpetua/db";
import type { Task, TaskContext } from "../task.js";

/** CANCEL_STALE_ORDERS_QUERY_BATCH_SIZE. */
const BATCH = 10_000;

/**
 * Rows of short-term orders that expired while OPEN become CANCELED: takers whose best-effort
 * cancel
 * left them OPEN, orders that were filled in part in their last block. Only `status` changes, and
 * nobody is told (indexer.md §6.8, traps-indexer.md 65).
 */
export const cancelStaleOrders: Task = {
  name: "cancel_stale_orders",
  env: "CANCEL_STALE_ORDERS",
  intervalMs: 30_000,
  run: cancelOrders,
};

async function cancelOrders({ database, count }: TaskContext): Promise<void> {
  const latest = await latestBlock(database.prisma);
  if (latest === undefined) return;
  const { rows } = await database.readPool.query<{ id: string }>(
    `SELECT id FROM orders
     WHERE status = 'OPEN' AND "orderFlags" = 0 AND "goodTilBlock" IS NOT NULL
       AND "goodTilBlock" < $1
     ORDER BY "goodTilBlock" LIMIT $2`,
    [String(latest.height), BATCH],
  );
  count("num_stale_orders.count", rows.length);
  if (rows.length === 0) return;
  // Conditions are asked again on the primary: a replica may be behind.
  const updated = await database.pool.query(
    `UPDATE orders SET status = 'CANCELED'
     WHERE id = ANY($1::uuid[]) AND status = 'OPEN' AND "goodTilBlock" < $2`,
    [rows.map(({ id }) => id), String(latest.height)],
  );
  count("num_stale_orders_canceled.count", updated.rowCount ?? 0);
}
