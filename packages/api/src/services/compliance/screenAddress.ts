import { countInWindow, RedisKey } from "@perpetua/messaging";
import type { ApiDeps } from "../../deps.js";
import { tooManyRequests } from "../../errors.js";
import { inTime } from "../inTime.js";

const SERVICE = "comlink";
const WINDOW_S = 60;
const QUESTIONS_PER_CALLER = 2;
const QUESTIONS_OVERALL = 100;
const VERDICT_AGE_S = 86_400;
/** The provider column is ELLIPTIC whichever client asked (indexer.md §6.13). */
const PROVIDER = "ELLIPTIC";

type ScreenDeps = Pick<ApiDeps, "db" | "primary" | "redis" | "clock" | "compliance">;

interface Verdict {
  readonly blocked: boolean;
  readonly ageS: number;
}

async function storedVerdict(deps: ScreenDeps, address: string): Promise<Verdict | undefined> {
  const [row] = await deps.db.query<{ blocked: boolean; updatedAtS: number }>(
    `SELECT blocked, extract(epoch FROM "updatedAt")::float8 AS "updatedAtS"
     FROM compliance_data WHERE address = $1 AND provider = $2`,
    [address, PROVIDER],
  );
  if (row === undefined) return undefined;
  return { blocked: row.blocked, ageS: deps.clock.nowMs() / 1000 - row.updatedAtS };
}

/** Callers without an IP header share one counter (recorded: third question of a minute → 429). */
async function countQuestion(deps: ScreenDeps, ip: string | undefined): Promise<void> {
  const [own, overall] = await inTime(
    Promise.all([
      countInWindow(deps.redis, RedisKey.screenProviders(SERVICE, ip), WINDOW_S),
      countInWindow(deps.redis, RedisKey.screenProvidersGlobal(SERVICE), WINDOW_S),
    ]),
  );
  if (own > QUESTIONS_PER_CALLER || overall > QUESTIONS_OVERALL) throw tooManyRequests();
}

/**
 * Whether an address is restricted (api.md §1.20): blocked verdicts are final, old or missing ones
 * make the provider be asked, an unknown score restricts nothing and is not stored.
 */
export async function isRestricted(
  deps: ScreenDeps,
  address: string,
  ip: string | undefined,
): Promise<boolean> {
  const stored = await storedVerdict(deps, address);
  if (stored !== undefined && (stored.blocked || stored.ageS < VERDICT_AGE_S)) {
    return stored.blocked;
  }
  if (deps.compliance === undefined) return false;
  await countQuestion(deps, ip);
  const verdict = await deps.compliance.screen(address);
  if (verdict.riskScore === undefined) return false;
  await deps.primary.query(
    `INSERT INTO compliance_data (address, provider, blocked, "riskScore", "updatedAt")
     VALUES ($1, $2, $3, $4, $5::timestamptz)
     ON CONFLICT (address, provider) DO UPDATE SET blocked = EXCLUDED.blocked,
       "riskScore" = EXCLUDED."riskScore", "updatedAt" = EXCLUDED."updatedAt"`,
    [
      address,
      PROVIDER,
      verdict.blocked,
      verdict.riskScore,
      new Date(deps.clock.nowMs()).toISOString(),
    ],
  );
  return verdict.blocked;
}
