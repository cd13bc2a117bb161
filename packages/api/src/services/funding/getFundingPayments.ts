import { subaccountUuid } from "@perpetua/protocol";
import type { ApiDeps } from "../../deps.js";
import type {
  FundingPayment,
  FundingPaymentsInput,
  FundingPaymentsResponse,
  ParentFundingPaymentsInput,
} from "../../schemas/funding.js";
import { requireTicker } from "../markets/requireTicker.js";
import { readPage } from "../paged.js";
import { iso, Where } from "../sql.js";
import { findAccounts } from "../subaccounts/readAccounts.js";

/** Numerics as the job left them: `-0.001100` keeps its zeros (recorded). */
const SELECT = `s."subaccountNumber"::text AS "subaccountNumber", ${iso('f."createdAt"')} AS "createdAt",
  f."createdAtHeight"::text AS "createdAtHeight", f."perpetualId"::text AS "perpetualId", f.ticker,
  f."oraclePrice"::text AS "oraclePrice", f.size::text AS size, f.side, f.rate::text AS rate,
  f.payment::text AS payment, f."fundingIndex"::text AS "fundingIndex"`;

/** Only createdOnOrAfter limits the time; the other bounds are accepted without effect (§1.14). */
async function listPayments(
  deps: Pick<ApiDeps, "db" | "markets">,
  subaccountIds: readonly string[],
  input: Omit<FundingPaymentsInput, "address" | "subaccountNumber">,
): Promise<FundingPaymentsResponse> {
  if (input.ticker !== undefined) await requireTicker(deps, input.ticker, "query");
  const where = new Where()
    .and('f."subaccountId" = ANY(?::uuid[])', subaccountIds)
    .optional("f.ticker = ?", input.ticker)
    .optional('f."createdAt" >= ?::timestamptz', input.createdOnOrAfter);
  if (input.showZeroPayments !== true) where.and("f.payment <> 0");
  const { rows, counters } = await readPage<FundingPayment>(
    deps.db,
    {
      select: SELECT,
      from: 'funding_payments f JOIN subaccounts s ON s.id = f."subaccountId"',
      where,
      orderBy: 'f."createdAt" DESC, f."perpetualId"',
      pagedOrderBy: 'f."createdAtHeight" DESC, f."perpetualId"',
    },
    input,
  );
  return { fundingPayments: rows, ...counters };
}

/** GET /fundingPayments (api.md §1.14). */
export async function getFundingPayments(
  deps: Pick<ApiDeps, "db" | "markets">,
  input: FundingPaymentsInput,
): Promise<FundingPaymentsResponse> {
  return listPayments(deps, [subaccountUuid(input.address, input.subaccountNumber)], input);
}

/** GET /fundingPayments/parentSubaccount; the ticker is honoured (Q6 fixed). */
export async function getParentFundingPayments(
  deps: Pick<ApiDeps, "db" | "markets">,
  input: ParentFundingPaymentsInput,
): Promise<FundingPaymentsResponse> {
  const children = await findAccounts(deps.db, {
    address: input.address,
    parentSubaccountNumber: input.parentSubaccountNumber,
  });
  return listPayments(
    deps,
    children.map((child) => child.id),
    input,
  );
}
