import type { ApiDeps, SqlReader } from "../../deps.js";
import { notFound } from "../../errors.js";
import type { HeightResponse, TimeResponse } from "../../schemas/system.js";
import { iso } from "../sql.js";

export interface LatestBlock {
  readonly height: string;
  readonly time: string;
}

/** Newest stored block. */
export async function latestBlock(db: SqlReader): Promise<LatestBlock | undefined> {
  const rows = await db.query<LatestBlock>(
    `SELECT "blockHeight"::text AS height, ${iso("time")} AS time
     FROM blocks ORDER BY "blockHeight" DESC LIMIT 1`,
  );
  return rows[0];
}

/** GET /height (api.md §1.20). */
export async function getHeight(deps: Pick<ApiDeps, "db">): Promise<HeightResponse> {
  const block = await latestBlock(deps.db);
  if (block === undefined) throw notFound("No blocks found");
  return block;
}

/** GET /time: epoch is in seconds with a fraction of milliseconds. */
export function getTime(deps: Pick<ApiDeps, "clock">): TimeResponse {
  const nowMs = deps.clock.nowMs();
  return { iso: new Date(nowMs).toISOString(), epoch: nowMs / 1000 };
}
