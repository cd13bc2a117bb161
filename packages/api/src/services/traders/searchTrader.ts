import type { ApiDeps } from "../../deps.js";
import { ApiError, notFound } from "../../errors.js";
import type { TraderSearchInput, TraderSearchResponse } from "../../schemas/traders.js";

const ADDRESS = /^dydx[0-9a-z]{39}$/;

interface TraderRow {
  readonly address: string;
  readonly subaccountNumber: number;
  readonly subaccountId: string;
  readonly username: string | null;
}

const SELECT = `
SELECT s.address, s."subaccountNumber", s.id::text AS "subaccountId", u.username
FROM subaccounts s LEFT JOIN subaccount_usernames u ON u."subaccountId" = s.id`;

/** GET /trader/search (api.md §1.24): by address (subaccount 0) or by exact username. */
export async function searchTrader(
  deps: Pick<ApiDeps, "db">,
  input: TraderSearchInput,
): Promise<TraderSearchResponse> {
  const value = input.searchParam;
  const condition = ADDRESS.test(value)
    ? 's.address = $1 AND s."subaccountNumber" = 0'
    : "u.username = $1";
  const [trader] = await deps.db.query<TraderRow>(`${SELECT} WHERE ${condition} LIMIT 1`, [value]);
  if (trader === undefined) throw notFound(`Subaccount not found:${value}`);
  const { username } = trader;
  // Recorded: a subaccount that has no username yet is a 500.
  if (username === null) throw new ApiError(500, [{ msg: "Internal Server Error" }]);
  return { result: { ...trader, username } };
}
