import { accountplus as wire } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import { invalidArgument, notFound, type Query, query } from "../query/index.js";
import { type AccountplusKernel, getAuthenticator, isSmartAccountActive } from "./state.js";

const SERVICE = "/dydxprotocol.accountplus.Query";

/** The reference's keys end in the id as text: 1, 10, 2 (app.md §14.1). */
function inStoreOrder(list: wire.AccountAuthenticator[]): wire.AccountAuthenticator[] {
  return list.sort((a, b) => (`${a.id}/` < `${b.id}/` ? -1 : 1));
}

/** app.md §14.5. */
export const accountplusQueries: readonly Query<AccountplusKernel>[] = [
  query(`${SERVICE}/Params`, wire.QueryParamsRequest, wire.QueryParamsResponse, (k) => ({
    params: { isSmartAccountActive: isSmartAccountActive(k) },
  })),
  query(
    `${SERVICE}/GetAuthenticator`,
    wire.GetAuthenticatorRequest,
    wire.GetAuthenticatorResponse,
    (k, { account, authenticatorId }) => {
      if (!isValidAddress(account)) return invalidArgument(`invalid address: ${account}`);
      const found = getAuthenticator(k, account, authenticatorId);
      return found === undefined
        ? notFound(`authenticator with id ${authenticatorId} not found for account ${account}`)
        : { accountAuthenticator: found };
    },
  ),
  query(
    `${SERVICE}/GetAuthenticators`,
    wire.GetAuthenticatorsRequest,
    wire.GetAuthenticatorsResponse,
    (k, { account }) => {
      if (!isValidAddress(account)) return invalidArgument(`invalid address: ${account}`);
      const own = [...k.accountplus.authenticators.entries()].filter(([key]) =>
        key.startsWith(`${account}/`),
      );
      return { accountAuthenticators: inStoreOrder(own.map(([, a]) => a)) };
    },
  ),
  query(
    `${SERVICE}/AccountState`,
    wire.AccountStateRequest,
    wire.AccountStateResponse,
    (k, { address }) => {
      if (!isValidAddress(address)) return invalidArgument(`invalid address: ${address}`);
      const stored = k.accountplus.nonces.get(address);
      return { accountState: stored ?? wire.AccountState.fromPartial({}) };
    },
  ),
];
