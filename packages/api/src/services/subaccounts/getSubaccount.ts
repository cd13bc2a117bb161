import type { ApiDeps } from "../../deps.js";
import type { SubaccountInput, SubaccountResponse } from "../../schemas/subaccounts.js";
import { toSubaccount } from "./derive.js";
import { unknownSubaccount } from "./errors.js";
import { readAccounts } from "./readAccounts.js";

/** GET /addresses/:address/subaccountNumber/:n (api.md §1.2). */
export async function getSubaccount(
  deps: Pick<ApiDeps, "db">,
  input: SubaccountInput,
): Promise<SubaccountResponse> {
  const [account] = await readAccounts(deps.db, input);
  if (account === undefined) throw unknownSubaccount(input);
  return { subaccount: toSubaccount(account) };
}
