import { subaccountUuid } from "@perpetua/protocol";
import type { ApiDeps } from "../../deps.js";
import type {
  Order,
  OrdersInput,
  OrdersResponse,
  ParentOrdersInput,
} from "../../schemas/orders.js";
import { requireTicker } from "../markets/requireTicker.js";
import { Where } from "../sql.js";
import { findAccounts } from "../subaccounts/readAccounts.js";
import { type LiveOrder, liveOrdersOf } from "./liveOrders.js";
import { compareByExpiry, mergeOrders } from "./mergeOrders.js";
import { storedOrders } from "./storedOrders.js";

type OrderFilters = Omit<OrdersInput, "address" | "subaccountNumber">;

const ASCENDING = 'o."goodTilBlock" ASC NULLS LAST, o."goodTilBlockTime" ASC NULLS FIRST, o.id';
const DESCENDING = 'o."goodTilBlockTime" DESC NULLS LAST, o."goodTilBlock" DESC NULLS FIRST, o.id';

/**
 * Q4: the reference sorts ascending whenever the parameter is supplied and descending without it.
 * The recordings ask with `true` and show ascending, so that is what `true` means here as well.
 */
function isAscending(filters: OrderFilters): boolean {
  return filters.returnLatestOrders !== undefined;
}

/** Whether a value lies in (after, beforeOrAt]; one without a value lies in no bounded range. */
function isWithin(
  value: number | undefined,
  after: number | undefined,
  beforeOrAt: number | undefined,
): boolean {
  if (after === undefined && beforeOrAt === undefined) return true;
  if (value === undefined) return false;
  return value > (after ?? -Infinity) && value <= (beforeOrAt ?? Infinity);
}

function timeMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text);
}

function hasFittingExpiry(order: LiveOrder, filters: OrderFilters): boolean {
  const block = order.goodTilBlock === undefined ? undefined : Number(order.goodTilBlock);
  return (
    isWithin(block, filters.goodTilBlockAfter, filters.goodTilBlockBeforeOrAt) &&
    isWithin(
      timeMs(order.goodTilBlockTime),
      timeMs(filters.goodTilBlockTimeAfter),
      timeMs(filters.goodTilBlockTimeBeforeOrAt),
    )
  );
}

function filterLive(live: readonly LiveOrder[], filters: OrderFilters): LiveOrder[] {
  // Live-only orders count as LIMIT.
  if (filters.type !== undefined && filters.type !== "LIMIT") return [];
  return live.filter(
    (order) =>
      (filters.ticker === undefined || order.ticker === filters.ticker) &&
      (filters.side === undefined || order.side === filters.side) &&
      hasFittingExpiry(order, filters),
  );
}

async function whereStored(
  deps: Pick<ApiDeps, "markets">,
  subaccountIds: readonly string[],
  filters: OrderFilters,
): Promise<Where> {
  const market =
    filters.ticker === undefined ? undefined : await requireTicker(deps, filters.ticker, "query");
  return new Where()
    .and('o."subaccountId" = ANY(?::uuid[])', subaccountIds)
    .optional('o."clobPairId" = ?', market?.clobPairId)
    .optional("o.side = ?", filters.side)
    .optional("o.type = ?", filters.type)
    .optional("o.type = ANY(?::text[])", filters.includeTypes)
    .optional("o.type <> ALL(?::text[])", filters.excludeTypes)
    .optional("o.status = ANY(?::text[])", filters.status)
    .optional('o."goodTilBlock" <= ?', filters.goodTilBlockBeforeOrAt)
    .optional('o."goodTilBlock" > ?', filters.goodTilBlockAfter)
    .optional('o."goodTilBlockTime" <= ?::timestamptz', filters.goodTilBlockTimeBeforeOrAt)
    .optional('o."goodTilBlockTime" > ?::timestamptz', filters.goodTilBlockTimeAfter);
}

/** Rows of live orders that the filtered query did not return (step 3). */
async function missingRows(
  deps: Pick<ApiDeps, "db">,
  live: readonly LiveOrder[],
  known: readonly Order[],
): Promise<Order[]> {
  const knownIds = new Set(known.map((order) => order.id));
  const missing = live.map((order) => order.id).filter((id) => !knownIds.has(id));
  if (missing.length === 0) return [];
  return storedOrders(deps.db, new Where().and("o.id = ANY(?::uuid[])", missing));
}

/** The merge of api.md §1.6, steps 1 to 6. Q5 fixed: type lists filter live orders as well. */
async function listOrders(
  deps: Pick<ApiDeps, "db" | "redis" | "markets">,
  subaccountIds: readonly string[],
  filters: OrderFilters,
): Promise<Order[]> {
  if (subaccountIds.length === 0) return [];
  const ascending = isAscending(filters);
  const where = await whereStored(deps, subaccountIds, filters);
  const [allLive, rows] = await Promise.all([
    liveOrdersOf(deps, subaccountIds),
    storedOrders(deps.db, where, ascending ? ASCENDING : DESCENDING, filters.limit),
  ]);
  const live = filterLive(allLive, filters);
  const others = await missingRows(deps, live, rows);
  const statuses = filters.status;
  const excluded = new Set<string>(filters.excludeTypes ?? []);
  const merged = mergeOrders([...rows, ...others], live).filter(
    (order) =>
      (statuses === undefined || statuses.includes(order.status)) &&
      (filters.includeTypes === undefined || filters.includeTypes.includes(order.type)) &&
      !excluded.has(order.type),
  );
  merged.sort(ascending ? compareByExpiry : (a, b) => compareByExpiry(b, a));
  return merged.slice(0, filters.limit);
}

/** GET /orders (api.md §1.6). */
export async function getOrders(
  deps: Pick<ApiDeps, "db" | "redis" | "markets">,
  input: OrdersInput,
): Promise<OrdersResponse> {
  return listOrders(deps, [subaccountUuid(input.address, input.subaccountNumber)], input);
}

/** GET /orders/parentSubaccountNumber. */
export async function getParentOrders(
  deps: Pick<ApiDeps, "db" | "redis" | "markets">,
  input: ParentOrdersInput,
): Promise<OrdersResponse> {
  const children = await findAccounts(deps.db, {
    address: input.address,
    parentSubaccountNumber: input.parentSubaccountNumber,
  });
  const ids = children.map((child) => child.id);
  return listOrders(deps, ids, input);
}
