import { Decimal } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import type { ParentSubaccountInput, ParentSubaccountResponse } from "../../schemas/subaccounts.js";
import { collateral, toSubaccount } from "./derive.js";
import { unknownChildren } from "./errors.js";
import { readAccounts } from "./readAccounts.js";

/** GET /addresses/:address/parentSubaccountNumber/:p (api.md §1.3): plain sums over children. */
export async function getParentSubaccount(
  deps: Pick<ApiDeps, "db">,
  input: ParentSubaccountInput,
): Promise<ParentSubaccountResponse> {
  const children = await readAccounts(deps.db, input);
  if (children.length === 0) throw unknownChildren(input);
  let equity = Decimal.ZERO;
  let freeCollateral = Decimal.ZERO;
  for (const child of children) {
    const own = collateral(child);
    equity = equity.add(own.equity);
    freeCollateral = freeCollateral.add(own.freeCollateral);
  }
  return {
    subaccount: {
      address: input.address,
      parentSubaccountNumber: input.parentSubaccountNumber,
      equity: equity.toString(),
      freeCollateral: freeCollateral.toString(),
      childSubaccounts: children.map(toSubaccount),
    },
  };
}
