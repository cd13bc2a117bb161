import type { Queryable } from "@perpetua/db";
import type { Task } from "../task.js";
import { type DayJob, type DayWindow, runDay } from "./dayWindow.js";

/** Adds what its subaccounts traded, as maker and taker, to each wallet (indexer.md §6.12). */
export const updateWalletVolume: Task = {
  name: "update_wallet_total_volume",
  env: "UPDATE_WALLET_TOTAL_VOLUME",
  intervalMs: 30_000,
  run: (context) => runDay(context, JOB),
};

const JOB: DayJob = {
  key: "totalVolumeUpdateTime",
  begin: "2023-10-26T00:00:00Z",
  apply: addVolumes,
};

async function addVolumes(tx: Queryable, { after, upTo }: DayWindow): Promise<void> {
  await tx.query(
    `UPDATE wallets w SET "totalVolume" = w."totalVolume" + traded.volume
     FROM (SELECT s.address, sum(f.price * f.size) AS volume
       FROM fills f JOIN subaccounts s ON s.id = f."subaccountId"
       WHERE f."createdAt" > $1 AND f."createdAt" <= $2 GROUP BY s.address) AS traded
     WHERE w.address = traded.address`,
    [after, upTo],
  );
}
