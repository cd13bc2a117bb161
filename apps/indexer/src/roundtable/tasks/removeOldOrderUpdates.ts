import { getOldStatefulOrderUpdateIds, removeStatefulOrderUpdate } from "@perpetua/messaging";
import type { Task } from "../task.js";

/** OLD_CACHED_ORDER_UPDATES_WINDOW_MS. */
const WINDOW_MS = 30_000;

/** Updates that wait for a stateful order which never came are dropped (indexer.md §6.2). */
export const removeOldOrderUpdates: Task = {
  name: "remove_old_order_updates",
  env: "REMOVE_OLD_ORDER_UPDATES",
  intervalMs: 30_000,
  run: async ({ redis, nowMs, count }) => {
    const oldestMs = nowMs() - WINDOW_MS;
    const ids = await getOldStatefulOrderUpdateIds(redis, oldestMs);
    for (const id of ids) await removeStatefulOrderUpdate(redis, id, oldestMs);
    count("remove_old_order_updates", ids.length);
  },
};
