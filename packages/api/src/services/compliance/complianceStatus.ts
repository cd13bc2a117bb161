import type { ApiDeps, SqlReader } from "../../deps.js";
import type { GeoblockResponse } from "../../schemas/compliance.js";
import { iso } from "../sql.js";

/** The stored status of an address. */
export type StatusRecord = Required<GeoblockResponse>;

const COLUMNS = `status, reason, ${iso('"updatedAt"')} AS "updatedAt"`;

export async function readStatus(
  db: SqlReader,
  address: string,
): Promise<StatusRecord | undefined> {
  const rows = await db.query<StatusRecord>(
    `SELECT ${COLUMNS} FROM compliance_status WHERE address = $1`,
    [address],
  );
  return rows[0];
}

/** Stores a status and returns the record. */
export async function writeStatus(
  deps: Pick<ApiDeps, "primary" | "clock">,
  address: string,
  status: StatusRecord["status"],
  reason: StatusRecord["reason"],
): Promise<StatusRecord> {
  const now = new Date(deps.clock.nowMs()).toISOString();
  await deps.primary.query(
    `INSERT INTO compliance_status (address, status, reason, "createdAt", "updatedAt")
     VALUES ($1, $2, $3, $4::timestamptz, $4::timestamptz)
     ON CONFLICT (address) DO UPDATE SET status = EXCLUDED.status, reason = EXCLUDED.reason,
       "updatedAt" = EXCLUDED."updatedAt"`,
    [address, status, reason, now],
  );
  return { status, reason, updatedAt: now };
}
