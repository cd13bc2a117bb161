import { type ApiError, notFound } from "../../errors.js";
import type { ParentSubaccountInput, SubaccountInput } from "../../schemas/subaccounts.js";

/** 404 of the routes of one subaccount. */
export function unknownSubaccount(input: SubaccountInput): ApiError {
  return notFound(
    `No subaccount found with address ${input.address} and subaccountNumber ${input.subaccountNumber}`,
  );
}

/** 404 of the parent routes that say "subaccounts". */
export function unknownChildren(input: ParentSubaccountInput): ApiError {
  return notFound(
    `No subaccounts found for address ${input.address} and parentSubaccountNumber ${input.parentSubaccountNumber}`,
  );
}

/** 404 of `historical-pnl` of a parent: same entity, other preposition. */
export function unknownChildrenWith(input: ParentSubaccountInput): ApiError {
  return notFound(
    `No subaccounts found with address ${input.address} and parentSubaccountNumber ${input.parentSubaccountNumber}`,
  );
}

/** 404 of the parent routes that say "subaccount". */
export function unknownParent(input: ParentSubaccountInput): ApiError {
  return notFound(
    `No subaccount found with address ${input.address} and parentSubaccountNumber ${input.parentSubaccountNumber}`,
  );
}
