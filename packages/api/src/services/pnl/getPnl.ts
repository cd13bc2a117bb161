import type { ApiDeps } from "../../deps.js";
import type { ParentPnlInput, PnlInput, PnlResponse, PnlRow } from "../../schemas/pnl.js";
import { readPage } from "../paged.js";
import { iso, Where } from "../sql.js";
import { unknownParent, unknownSubaccount } from "../subaccounts/errors.js";
import { findAccounts } from "../subaccounts/readAccounts.js";

/** Hourly: rows of one UTC hour are summed over subaccounts (indexer.md §1.4). */
function hourly(conditions: string): string {
  return `(SELECT date_trunc('hour', p."createdAt" AT TIME ZONE 'UTC') AS at,
      max(p."createdAtHeight") AS height, sum(p.equity) AS equity,
      sum(p."netTransfers") AS net, sum(p."totalPnl") AS pnl
    FROM pnl p WHERE ${conditions} GROUP BY 1) g`;
}

/** Daily: only rows at the earliest timestamp of the day count. */
function daily(conditions: string): string {
  return `(SELECT day AS at, max("createdAtHeight") AS height, sum(equity) AS equity,
      sum("netTransfers") AS net, sum("totalPnl") AS pnl
    FROM (SELECT p.*, date_trunc('day', p."createdAt" AT TIME ZONE 'UTC') AS day,
        min(p."createdAt") OVER (PARTITION BY date_trunc('day', p."createdAt" AT TIME ZONE 'UTC'))
          AS first
      FROM pnl p WHERE ${conditions}) rows
    WHERE "createdAt" = first GROUP BY day) g`;
}

const SELECT = `g.equity::text AS equity, g.net::text AS "netTransfers", g.pnl::text AS "totalPnl",
  ${iso("g.at AT TIME ZONE 'UTC'")} AS "createdAt", g.height::text AS "createdAtHeight"`;

async function listPnl(
  deps: Pick<ApiDeps, "db">,
  subaccountIds: readonly string[],
  input: Omit<PnlInput, "address" | "subaccountNumber">,
): Promise<PnlResponse> {
  const where = new Where()
    .and('p."subaccountId" = ANY(?::uuid[])', subaccountIds)
    .optional('p."createdAtHeight" <= ?', input.createdBeforeOrAtHeight)
    .optional('p."createdAt" <= ?::timestamptz', input.createdBeforeOrAt)
    .optional('p."createdAtHeight" >= ?', input.createdOnOrAfterHeight)
    .optional('p."createdAt" >= ?::timestamptz', input.createdOnOrAfter);
  const isDaily = input.daily === true;
  const source = isDaily ? daily(where.toString()) : hourly(where.toString());
  const outer = new Where();
  outer.values.push(...where.values);
  const orderBy = isDaily ? "g.at DESC" : "g.height DESC";
  const { rows, counters } = await readPage<PnlRow>(
    deps.db,
    { select: SELECT, from: source, where: outer, orderBy, pagedOrderBy: orderBy },
    input,
  );
  // Sums keep their trailing zeros, as the database prints them (api.md §1.16).
  return { pnl: rows, ...counters };
}

/** GET /pnl (api.md §1.16): netTransfers is cumulative here. */
export async function getPnl(deps: Pick<ApiDeps, "db">, input: PnlInput): Promise<PnlResponse> {
  const { address, subaccountNumber } = input;
  const [account] = await findAccounts(deps.db, { address, subaccountNumber });
  if (account === undefined) throw unknownSubaccount(input);
  return listPnl(deps, [account.id], input);
}

/** GET /pnl/parentSubaccountNumber: 404 when the parent subaccount itself does not exist. */
export async function getParentPnl(
  deps: Pick<ApiDeps, "db">,
  input: ParentPnlInput,
): Promise<{ pnl: PnlRow[] }> {
  const { address, parentSubaccountNumber } = input;
  const children = await findAccounts(deps.db, { address, parentSubaccountNumber });
  if (!children.some((child) => child.subaccountNumber === parentSubaccountNumber)) {
    throw unknownParent(input);
  }
  const ids = children.map((child) => child.id);
  const { pnl } = await listPnl(deps, ids, { ...input, page: undefined });
  return { pnl };
}
