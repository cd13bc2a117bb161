import type { ApiDeps } from "../../deps.js";
import type {
  AssetPositionsResponse,
  ParentSubaccountInput,
  SubaccountInput,
} from "../../schemas/subaccounts.js";
import { toAssetPositions } from "./derive.js";
import { unknownSubaccount } from "./errors.js";
import { readAccounts } from "./readAccounts.js";

/** GET /assetPositions (api.md §1.4). */
export async function getAssetPositions(
  deps: Pick<ApiDeps, "db">,
  input: SubaccountInput,
): Promise<AssetPositionsResponse> {
  const [account] = await readAccounts(deps.db, input);
  if (account === undefined) throw unknownSubaccount(input);
  return { positions: toAssetPositions(account) };
}

/** GET /assetPositions/parentSubaccountNumber: an unknown parent is an empty list. */
export async function getParentAssetPositions(
  deps: Pick<ApiDeps, "db">,
  input: ParentSubaccountInput,
): Promise<AssetPositionsResponse> {
  const accounts = await readAccounts(deps.db, input);
  return { positions: accounts.flatMap(toAssetPositions) };
}
