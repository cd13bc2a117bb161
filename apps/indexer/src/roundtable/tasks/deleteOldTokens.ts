import type { Task } from "../task.js";

/** Push tokens that no client renewed for a calendar month (indexer.md §6.2). */
export const deleteOldTokens: Task = {
  name: "delete-old-firebase-notification-tokens",
  env: "DELETE_OLD_FIREBASE_NOTIFICATION_TOKENS",
  intervalMs: 30 * 86_400_000,
  run: async ({ database, nowMs }) => {
    await database.pool.query(
      `DELETE FROM firebase_notification_tokens WHERE "updatedAt" <= $1::timestamptz - interval '1 month'`,
      [new Date(nowMs())],
    );
  },
};
