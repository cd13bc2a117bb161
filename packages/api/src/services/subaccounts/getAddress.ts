import type { ApiDeps } from "../../deps.js";
import { notFound } from "../../errors.js";
import type { AddressInput, AddressResponse } from "../../schemas/subaccounts.js";
import { toSubaccount } from "./derive.js";
import { readAccounts } from "./readAccounts.js";

/** GET /addresses/:address (api.md §1.1): rewards are "0" for an unknown wallet, else 18 digits. */
export async function getAddress(
  deps: Pick<ApiDeps, "db">,
  input: AddressInput,
): Promise<AddressResponse> {
  const [accounts, wallets] = await Promise.all([
    readAccounts(deps.db, { address: input.address }),
    deps.db.query<{ rewards: string }>(
      `SELECT "totalTradingRewards"::text AS rewards FROM wallets WHERE address = $1`,
      [input.address],
    ),
  ]);
  if (accounts.length === 0) {
    throw notFound(`No subaccounts found for address ${input.address}`);
  }
  return {
    subaccounts: accounts.map(toSubaccount),
    totalTradingRewards: wallets[0]?.rewards ?? "0",
  };
}
