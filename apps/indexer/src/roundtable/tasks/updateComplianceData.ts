import type { ComplianceProvider } from "@perpetua/api";
import { inTransaction, type Queryable } from "@perpetua/db";
import { sleep } from "@perpetua/messaging";
import type { Task, TaskContext } from "../task.js";

/** MAX_COMPLIANCE_DATA_QUERY_PER_LOOP and the batches in which it is used. */
const BUDGET = 100;
const BATCH = 15;
/** COMPLIANCE_PROVIDER_QUERY_DELAY_MS. */
const DELAY_MS = 1_000;
/** ACTIVE_ADDRESS_THRESHOLD_SECONDS, MAX_ACTIVE_COMPLIANCE_DATA_AGE_SECONDS. */
const ACTIVE_S = 86_400;
/** MAX_COMPLIANCE_DATA_AGE_SECONDS. */
const OLDEST_S = 2_630_000;

/** Has the addresses in use screened by the provider, if there is one (indexer.md §6.13). */
export const updateComplianceData = (
  provider: ComplianceProvider | undefined,
  delayMs = DELAY_MS,
): Task => ({
  name: "update_compliance_data",
  env: "UPDATE_COMPLIANCE_DATA",
  intervalMs: 300_000,
  run: async (context) => {
    if (provider !== undefined) await screenDue(context, provider, delayMs);
  },
});

async function screenDue(
  context: TaskContext,
  provider: ComplianceProvider,
  delayMs: number,
): Promise<void> {
  const now = new Date(context.nowMs());
  const { rows } = await context.database.readPool.query<{ address: string }>(DUE, [now, BUDGET]);
  for (let start = 0; start < rows.length; start += BATCH) {
    const batch = rows.slice(start, start + BATCH).map(({ address }) => address);
    const verdicts = await screenBatch(context, provider, batch);
    await inTransaction(context.database.pool, (tx) => storeVerdicts(tx, verdicts, now));
    await sleep(delayMs);
  }
}

interface Verdict {
  readonly address: string;
  readonly blocked: boolean;
  readonly riskScore: number | undefined;
}

/** Failed ones are left for a later run. */
async function screenBatch(
  { logger }: TaskContext,
  provider: ComplianceProvider,
  addresses: readonly string[],
): Promise<Verdict[]> {
  const answers = await Promise.all(
    addresses.map(async (address) => {
      try {
        const { blocked, riskScore } = await provider.screen(address);
        return [{ address, blocked, riskScore }];
      } catch (error) {
        logger.error({ err: error, address }, "address could not be screened");
        return [];
      }
    }),
  );
  return answers.flat();
}

/**
 * $1 now, $2 budget. New active addresses first (Q18: as many as the budget has), then active ones
 * whose verdict is a day old, then all that have a wallet and a verdict of a month ago. Blocked
 * verdicts are final, and so is a status that restricts the address already.
 */
const DUE = `
WITH active AS (
  SELECT DISTINCT address FROM subaccounts
  WHERE "updatedAt" >= $1::timestamptz - interval '${ACTIVE_S} seconds'
), due AS (
  SELECT a.address, 1 AS turn FROM active a
  WHERE NOT EXISTS (SELECT 1 FROM compliance_data d WHERE d.address = a.address)
  UNION ALL
  SELECT d.address, 2 FROM compliance_data d JOIN active USING (address)
  WHERE NOT d.blocked AND d."updatedAt" < $1::timestamptz - interval '${ACTIVE_S} seconds'
  UNION ALL
  SELECT d.address, 3 FROM compliance_data d JOIN wallets USING (address)
  WHERE NOT d.blocked AND d."updatedAt" < $1::timestamptz - interval '${OLDEST_S} seconds'
)
SELECT address FROM due
WHERE address NOT IN (
  SELECT address FROM compliance_status WHERE status IN ('CLOSE_ONLY', 'BLOCKED'))
GROUP BY address ORDER BY min(turn), address LIMIT $2`;

/** The provider column reads ELLIPTIC whoever answered (recorded). */
async function storeVerdicts(
  tx: Queryable,
  verdicts: readonly Verdict[],
  now: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO compliance_data (address, provider, blocked, "riskScore", "updatedAt")
     SELECT address, 'ELLIPTIC', blocked, score, $4
     FROM unnest($1::text[], $2::bool[], $3::numeric[]) AS v(address, blocked, score)
     ON CONFLICT (address, provider) DO UPDATE SET blocked = EXCLUDED.blocked,
       "riskScore" = EXCLUDED."riskScore", "updatedAt" = EXCLUDED."updatedAt"`,
    [
      verdicts.map(({ address }) => address),
      verdicts.map(({ blocked }) => blocked),
      verdicts.map(({ riskScore }) => riskScore ?? null),
      now,
    ],
  );
  await tx.query(
    `INSERT INTO compliance_status (address, status, reason, "updatedAt")
     SELECT address, 'CLOSE_ONLY', 'COMPLIANCE_PROVIDER', $2 FROM unnest($1::text[]) AS v(address)
     ON CONFLICT (address) DO UPDATE SET status = EXCLUDED.status, reason = EXCLUDED.reason,
       "updatedAt" = EXCLUDED."updatedAt"`,
    [verdicts.filter(({ blocked }) => blocked).map(({ address }) => address), now],
  );
}
