import type { Task } from "../task.js";

/** Addresses may close positions for a week, then they are blocked; Q19: the reason stays. */
export const updateComplianceStatus: Task = {
  name: "update_compliance_status",
  env: "UPDATE_COMPLIANCE_STATUS",
  intervalEnv: "PERFORM_COMPLIANCE_STATUS_TRANSITIONS",
  intervalMs: 3_600_000,
  run: async ({ database, nowMs }) => {
    await database.pool.query(
      `UPDATE compliance_status SET status = 'BLOCKED', "updatedAt" = $1
       WHERE status = 'CLOSE_ONLY' AND "updatedAt" <= $1::timestamptz - interval '7 days'`,
      [new Date(nowMs())],
    );
  },
};
