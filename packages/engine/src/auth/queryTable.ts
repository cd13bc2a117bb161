import {
  ACCOUNT_PREFIX,
  bech32Decode,
  bech32Encode,
  cosmosAuth,
  encodeAny,
} from "@perpetua/protocol";
import {
  GrpcCode,
  invalidArgument,
  notFound,
  paginate,
  type Query,
  type QueryFailure,
  query,
} from "../query/index.js";
import { utf8 } from "../state/index.js";
import { authParams, getAccount, MODULE_PERMISSIONS, nextAccountNumber } from "./accounts.js";
import { isValidAddress, moduleAddress } from "./addresses.js";
import type { Account, AuthKernel } from "./state.js";

const SERVICE = "/cosmos.auth.v1beta1.Query";
const SIG_VERIFY_COST_ED25519 = 590n;

function baseAccountOf(account: Account): cosmosAuth.BaseAccount {
  const pubKey =
    account.pubKey === undefined
      ? undefined
      : encodeAny("/cosmos.crypto.secp256k1.PubKey", { key: account.pubKey });
  const { address, accountNumber, sequence } = account;
  return { address, pubKey, accountNumber: BigInt(accountNumber), sequence: BigInt(sequence) };
}

function accountAny(account: Account) {
  const baseAccount = baseAccountOf(account);
  if (account.module === undefined) {
    return encodeAny("/cosmos.auth.v1beta1.BaseAccount", baseAccount);
  }
  const { name, permissions } = account.module;
  return encodeAny("/cosmos.auth.v1beta1.ModuleAccount", {
    baseAccount,
    name,
    permissions: [...permissions],
  });
}

const NOT_A_MODULE: QueryFailure = {
  failureCode: GrpcCode.Internal,
  message: "account is not a module account",
};

/**
 * A module account that nothing reached yet is made up with the next free number (traps-node.md
 * 20).
 */
function moduleAccount(k: AuthKernel, name: string): Account | QueryFailure {
  const permissions = MODULE_PERMISSIONS[name];
  if (permissions === undefined) return notFound(`account ${name} not found`);
  const address = moduleAddress(name);
  const stored = getAccount(k, address);
  if (stored === undefined) {
    const accountNumber = nextAccountNumber(k);
    return { address, accountNumber, sequence: 0, module: { name, permissions } };
  }
  return stored.module === undefined ? NOT_A_MODULE : stored;
}

export const authQueries: readonly Query<AuthKernel>[] = [
  query(
    `${SERVICE}/Account`,
    cosmosAuth.QueryAccountRequest,
    cosmosAuth.QueryAccountResponse,
    (k, { address }) => {
      const account = getAccount(k, address);
      return account === undefined
        ? notFound(`account ${address} not found`)
        : { account: accountAny(account) };
    },
  ),
  query(
    `${SERVICE}/AccountInfo`,
    cosmosAuth.QueryAccountInfoRequest,
    cosmosAuth.QueryAccountInfoResponse,
    (k, { address }) => {
      const account = getAccount(k, address);
      return account === undefined
        ? notFound(`account ${address} not found`)
        : { info: baseAccountOf(account) };
    },
  ),
  query(
    `${SERVICE}/Accounts`,
    cosmosAuth.QueryAccountsRequest,
    cosmosAuth.QueryAccountsResponse,
    (k, q) => {
      const all = [...k.auth.accounts.entries()].map(([, account]) => account);
      const page = paginate(all, (a) => utf8(a.address), q.pagination);
      if ("failureCode" in page) return page;
      return { accounts: page.items.map(accountAny), pagination: page.pagination };
    },
  ),
  query(
    `${SERVICE}/ModuleAccounts`,
    cosmosAuth.QueryModuleAccountsRequest,
    cosmosAuth.QueryModuleAccountsResponse,
    (k) => {
      const accounts = [];
      for (const name of Object.keys(MODULE_PERMISSIONS).sort()) {
        const account = moduleAccount(k, name);
        if ("failureCode" in account) return account;
        accounts.push(accountAny(account));
      }
      return { accounts };
    },
  ),
  query(
    `${SERVICE}/ModuleAccountByName`,
    cosmosAuth.QueryModuleAccountByNameRequest,
    cosmosAuth.QueryModuleAccountByNameResponse,
    (k, { name }) => {
      const account = moduleAccount(k, name);
      return "failureCode" in account ? account : { account: accountAny(account) };
    },
  ),
  query(`${SERVICE}/Params`, cosmosAuth.QueryParamsRequest, cosmosAuth.QueryParamsResponse, (k) => {
    const p = authParams(k);
    return {
      params: {
        maxMemoCharacters: BigInt(p.maxMemoCharacters),
        txSigLimit: BigInt(p.txSigLimit),
        txSizeCostPerByte: BigInt(p.txSizeCostPerByte),
        sigVerifyCostEd25519: SIG_VERIFY_COST_ED25519,
        sigVerifyCostSecp256k1: BigInt(p.sigVerifyCostSecp256k1),
      },
    };
  }),
  query(
    `${SERVICE}/AccountAddressByID`,
    cosmosAuth.QueryAccountAddressByIDRequest,
    cosmosAuth.QueryAccountAddressByIDResponse,
    (k, { accountId }) => {
      for (const [address, account] of k.auth.accounts.entries()) {
        if (BigInt(account.accountNumber) === accountId) return { accountAddress: address };
      }
      return notFound(`account address not found with account number ${accountId}`);
    },
  ),
  query(
    `${SERVICE}/AddressBytesToString`,
    cosmosAuth.AddressBytesToStringRequest,
    cosmosAuth.AddressBytesToStringResponse,
    (_k, { addressBytes }) =>
      addressBytes.length === 0
        ? invalidArgument("empty address bytes is not allowed")
        : { addressString: bech32Encode(ACCOUNT_PREFIX, addressBytes) },
  ),
  query(
    `${SERVICE}/AddressStringToBytes`,
    cosmosAuth.AddressStringToBytesRequest,
    cosmosAuth.AddressStringToBytesResponse,
    (_k, { addressString }) =>
      isValidAddress(addressString)
        ? { addressBytes: bech32Decode(addressString).bytes }
        : invalidArgument(`invalid address: ${addressString}`),
  ),
];
