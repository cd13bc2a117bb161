import { isValidAddress } from "../auth/index.js";
import type { Rejection } from "../state/index.js";
import { subaccountsRejection } from "./errors.js";
import type { SubaccountId } from "./state.js";

/** Highest subaccount number, inclusive (risk.md §4.1). */
export const MAX_SUBACCOUNT_NUMBER = 128_000;

/** Stateless rules of a subaccount id: 201 for the owner, 200 for the number. */
export function subaccountIdRejection(id: SubaccountId): Rejection | undefined {
  if (!isValidAddress(id.owner)) return subaccountsRejection(201, "");
  if (id.number > MAX_SUBACCOUNT_NUMBER) return subaccountsRejection(200, "");
  return undefined;
}
