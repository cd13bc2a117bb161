import { subaccounts as wire } from "@perpetua/protocol";
import { isFailure, notFound, paginate, type Query, query } from "../query/index.js";
import {
  queryAllSubaccounts,
  queryBlockedInfo,
  queryCollateralPool,
  querySubaccount,
} from "./queries.js";
import type { SubaccountsKernel } from "./state.js";

const SERVICE = "/dydxprotocol.subaccounts.Query";

function storeKey(s: wire.Subaccount): Uint8Array {
  return wire.SubaccountId.encode(s.id ?? { owner: "", number: 0 }).finish();
}

/** risk.md §4.14. */
export const subaccountsQueries: readonly Query<SubaccountsKernel>[] = [
  query(
    `${SERVICE}/Subaccount`,
    wire.QueryGetSubaccountRequest,
    wire.QuerySubaccountResponse,
    (k, { owner, number }) => ({ subaccount: querySubaccount(k, { owner, number }) }),
  ),
  query(
    `${SERVICE}/SubaccountAll`,
    wire.QueryAllSubaccountRequest,
    wire.QuerySubaccountAllResponse,
    (k, { pagination }) => {
      const page = paginate(queryAllSubaccounts(k), storeKey, pagination);
      return isFailure(page) ? page : { subaccount: page.items, pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/GetWithdrawalAndTransfersBlockedInfo`,
    wire.QueryGetWithdrawalAndTransfersBlockedInfoRequest,
    wire.QueryGetWithdrawalAndTransfersBlockedInfoResponse,
    (k, { perpetualId }) => queryBlockedInfo(k, perpetualId) ?? notFound(),
  ),
  query(
    `${SERVICE}/CollateralPoolAddress`,
    wire.QueryCollateralPoolAddressRequest,
    wire.QueryCollateralPoolAddressResponse,
    (k, { perpetualId }) => {
      const collateralPoolAddress = queryCollateralPool(k, perpetualId);
      return collateralPoolAddress === undefined ? notFound() : { collateralPoolAddress };
    },
  ),
];
