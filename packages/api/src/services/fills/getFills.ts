import { subaccountUuid } from "@perpetua/protocol";
import { trimDecimal } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import type { Fill, FillsInput, FillsResponse, ParentFillsInput } from "../../schemas/fills.js";
import { readPage } from "../paged.js";
import { iso, Where } from "../sql.js";
import { findAccounts } from "../subaccounts/readAccounts.js";
import { selectedMarket } from "./marketFilter.js";

type NullableFill = { [K in keyof Fill]-?: Exclude<Fill[K], undefined> | null };
type FillRow = Omit<NullableFill, "market" | "marketType"> & { readonly market: string };

const SELECT = `f.id::text AS id, f.side, f.liquidity, f.type, pm.ticker AS market,
  f.price::text AS price, f.size::text AS size, f.fee,
  f."affiliateRevShare"::text AS "affiliateRevShare", ${iso('f."createdAt"')} AS "createdAt",
  f."createdAtHeight"::text AS "createdAtHeight", f."orderId"::text AS "orderId",
  f."clientMetadata"::text AS "clientMetadata", s."subaccountNumber", f."builderFee",
  f."builderAddress", f."orderRouterAddress", f."orderRouterFee",
  f."positionSizeBefore"::text AS "positionSizeBefore",
  f."entryPriceBefore"::text AS "entryPriceBefore", f."positionSideBefore"`;

const FROM = `fills f
  JOIN subaccounts s ON s.id = f."subaccountId"
  JOIN perpetual_markets pm ON pm."clobPairId" = f."clobPairId"`;

/** Keys that are absent unless set, and whether their text is trimmed. */
const OPTIONAL = [
  ["builderFee", true],
  ["builderAddress", false],
  ["orderRouterAddress", false],
  ["orderRouterFee", true],
  ["positionSizeBefore", false],
  ["entryPriceBefore", true],
] as const;

function toFill(row: FillRow): Fill {
  const fill = {
    id: row.id,
    side: row.side,
    liquidity: row.liquidity,
    type: row.type,
    market: row.market,
    marketType: "PERPETUAL",
    price: trimDecimal(row.price ?? "0"),
    size: trimDecimal(row.size ?? "0"),
    fee: trimDecimal(row.fee ?? "0"),
    affiliateRevShare: trimDecimal(row.affiliateRevShare ?? "0"),
    createdAt: row.createdAt,
    createdAtHeight: row.createdAtHeight,
    orderId: row.orderId,
    clientMetadata: row.clientMetadata,
    subaccountNumber: row.subaccountNumber,
  } as Fill;
  for (const [key, isTrimmed] of OPTIONAL) {
    const value = row[key];
    if (value !== null) fill[key] = isTrimmed ? trimDecimal(value) : value;
  }
  if (row.positionSideBefore !== null) fill.positionSideBefore = row.positionSideBefore;
  return fill;
}

async function listFills(
  deps: Pick<ApiDeps, "db" | "markets">,
  subaccountIds: readonly string[],
  input: Omit<FillsInput, "address" | "subaccountNumber">,
): Promise<FillsResponse> {
  const market = await selectedMarket(deps, input);
  const where = new Where()
    .and('f."subaccountId" = ANY(?::uuid[])', subaccountIds)
    .optional('f."clobPairId" = ?', market?.clobPairId)
    .optional("f.type = ANY(?::text[])", input.includeTypes)
    .optional("f.type <> ALL(?::text[])", input.excludeTypes)
    .optional('f."createdAtHeight" <= ?', input.createdBeforeOrAtHeight)
    .optional('f."createdAt" <= ?::timestamptz', input.createdBeforeOrAt);
  const { rows, counters } = await readPage<FillRow>(
    deps.db,
    {
      select: SELECT,
      from: FROM,
      where,
      orderBy: 'f."createdAtHeight" DESC, f."eventId" DESC',
      pagedOrderBy: 'f."eventId" ASC',
    },
    input,
  );
  return { fills: rows.map(toFill), ...counters };
}

/** GET /fills (api.md §1.8): an unknown subaccount is an empty list. */
export async function getFills(
  deps: Pick<ApiDeps, "db" | "markets">,
  input: FillsInput,
): Promise<FillsResponse> {
  return listFills(deps, [subaccountUuid(input.address, input.subaccountNumber)], input);
}

/** GET /fills/parentSubaccountNumber; the filters are honoured (Q6 fixed). */
export async function getParentFills(
  deps: Pick<ApiDeps, "db" | "markets">,
  input: ParentFillsInput,
): Promise<FillsResponse> {
  const children = await findAccounts(deps.db, {
    address: input.address,
    parentSubaccountNumber: input.parentSubaccountNumber,
  });
  return listFills(
    deps,
    children.map((child) => child.id),
    input,
  );
}
