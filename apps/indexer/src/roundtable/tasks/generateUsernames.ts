import { inTransaction, type Queryable } from "@perpetua/db";
import type { Task, TaskContext } from "../task.js";
import { usernameOf } from "../usernames/usernameOf.js";

/** SUBACCOUNT_USERNAME_BATCH_SIZE and ATTEMPT_PER_SUBACCOUNT. */
const BATCH = 2_000;
const ATTEMPTS = 3;

/** Names every subaccount 0, vaults too; the name is the referral code (indexer.md §6.14). */
export const generateUsernames: Task = {
  name: "subaccount_username_generator",
  env: "SUBACCOUNT_USERNAME_GENERATOR",
  intervalMs: 30_000,
  lockMultiplier: 5,
  run: nameSubaccounts,
};

interface Nameless {
  readonly id: string;
  readonly address: string;
}

async function nameSubaccounts({ database, logger }: TaskContext): Promise<void> {
  await inTransaction(database.pool, async (tx) => {
    let left = await readNameless(tx);
    for (let attempt = 0; attempt < ATTEMPTS && left.length > 0; attempt += 1) {
      left = await insertNames(tx, left, attempt);
    }
    if (left.length > 0) logger.error({ count: left.length }, "no free username was found");
  });
}

async function readNameless(tx: Queryable): Promise<Nameless[]> {
  const { rows } = await tx.query<Nameless>(
    `SELECT s.id, s.address FROM subaccounts s
     WHERE s."subaccountNumber" = 0
       AND NOT EXISTS (SELECT 1 FROM subaccount_usernames u WHERE u."subaccountId" = s.id)
     ORDER BY s.address LIMIT $1`,
    [BATCH],
  );
  return rows;
}

/** Returns those whose name was taken. */
async function insertNames(
  tx: Queryable,
  nameless: readonly Nameless[],
  attempt: number,
): Promise<Nameless[]> {
  const names = nameless.map(({ address }) => usernameOf(address, attempt));
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO subaccount_usernames (username, "subaccountId")
     SELECT * FROM unnest($1::text[], $2::uuid[])
     ON CONFLICT (username) DO NOTHING RETURNING "subaccountId" AS id`,
    [names, nameless.map(({ id }) => id)],
  );
  const named = new Set(rows.map(({ id }) => id));
  return nameless.filter(({ id }) => !named.has(id));
}
