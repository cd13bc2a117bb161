import { Decimal } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import type {
  HistoricalPnlInput,
  HistoricalPnlResponse,
  ParentHistoricalPnlInput,
  PnlTick,
} from "../../schemas/pnl.js";
import { readPage } from "../paged.js";
import { iso, Where } from "../sql.js";
import { unknownChildrenWith, unknownSubaccount } from "../subaccounts/errors.js";
import { findAccounts } from "../subaccounts/readAccounts.js";

/** A tick of one subaccount. */
export type TickRow = PnlTick & { readonly subaccountId: string };

const SELECT = `p."subaccountId"::text AS "subaccountId", p.equity::text AS equity,
  p."totalPnl"::text AS "totalPnl", p."netTransfers"::text AS "netTransfers",
  ${iso('p."createdAt"')} AS "createdAt", p."blockHeight"::text AS "blockHeight",
  ${iso('p."blockTime"')} AS "blockTime"`;

function readTicks(
  deps: Pick<ApiDeps, "db">,
  subaccountIds: readonly string[],
  input: Omit<HistoricalPnlInput, "address" | "subaccountNumber">,
) {
  const where = new Where()
    .and('p."subaccountId" = ANY(?::uuid[])', subaccountIds)
    .optional('p."blockHeight" <= ?', input.createdBeforeOrAtHeight)
    .optional('p."createdAt" <= ?::timestamptz', input.createdBeforeOrAt)
    .optional('p."blockHeight" >= ?', input.createdOnOrAfterHeight)
    .optional('p."createdAt" >= ?::timestamptz', input.createdOnOrAfter);
  const newestFirst = 'p."blockHeight" DESC, p."createdAt" DESC, p.id';
  return readPage<TickRow>(
    deps.db,
    {
      select: SELECT,
      from: "pnl_ticks p",
      where,
      orderBy: newestFirst,
      pagedOrderBy: newestFirst,
    },
    input,
  );
}

function toTick(row: TickRow): PnlTick {
  const { subaccountId: _, ...tick } = row;
  return tick;
}

/** GET /historical-pnl (api.md §1.15): stored ticks with their 6 decimals. */
export async function getHistoricalPnl(
  deps: Pick<ApiDeps, "db">,
  input: HistoricalPnlInput,
): Promise<HistoricalPnlResponse> {
  const { address, subaccountNumber } = input;
  const [account] = await findAccounts(deps.db, { address, subaccountNumber });
  if (account === undefined) throw unknownSubaccount(input);
  const { rows, counters } = await readTicks(deps, [account.id], input);
  return { historicalPnl: rows.map(toTick), ...counters };
}

function sum(a: string, b: string): string {
  return Decimal.parse(a).add(Decimal.parse(b)).toString();
}

/**
 * Merges ticks per UTC hour of `createdAt`, newest first: amounts are summed, everything else is of
 * the newest tick; of each subaccount only its newest tick of the hour counts.
 */
export function mergeTicksByHour(rows: readonly TickRow[]): PnlTick[] {
  const hours = new Map<string, { tick: PnlTick; members: Set<string> }>();
  for (const row of rows) {
    const hour = row.createdAt.slice(0, 13);
    const entry = hours.get(hour);
    if (entry === undefined) {
      hours.set(hour, { tick: toTick(row), members: new Set([row.subaccountId]) });
    } else if (!entry.members.has(row.subaccountId)) {
      entry.members.add(row.subaccountId);
      entry.tick = {
        ...entry.tick,
        equity: sum(entry.tick.equity, row.equity),
        totalPnl: sum(entry.tick.totalPnl, row.totalPnl),
        netTransfers: sum(entry.tick.netTransfers, row.netTransfers),
      };
    }
  }
  return [...hours.values()].map((entry) => entry.tick);
}

/** GET /historical-pnl/parentSubaccountNumber; `page` is ignored. */
export async function getParentHistoricalPnl(
  deps: Pick<ApiDeps, "db">,
  input: ParentHistoricalPnlInput,
): Promise<{ historicalPnl: PnlTick[] }> {
  const { address, parentSubaccountNumber } = input;
  const children = await findAccounts(deps.db, { address, parentSubaccountNumber });
  if (children.length === 0) throw unknownChildrenWith(input);
  const ids = children.map((child) => child.id);
  const { rows } = await readTicks(deps, ids, { ...input, page: undefined });
  return { historicalPnl: mergeTicksByHour(rows) };
}
