import { cosmosAuth, cosmosBank, encodeAny } from "@perpetua/protocol";
import {
  type Account,
  authParams,
  getAccount,
  MODULE_PERMISSIONS,
  moduleAddress,
  nextAccountNumber,
} from "../../auth/index.js";
import { balanceOf, balancesOf, supplyOf } from "../../bank/index.js";
import type { EngineKernel } from "../kernel.js";
import { notFound, paginate, type QueryRefusal, query } from "./define.js";

function baseAccountOf(account: Account): cosmosAuth.BaseAccount {
  const pubKey =
    account.pubKey === undefined
      ? undefined
      : encodeAny("/cosmos.crypto.secp256k1.PubKey", { key: account.pubKey });
  return {
    address: account.address,
    pubKey,
    accountNumber: BigInt(account.accountNumber),
    sequence: BigInt(account.sequence),
  };
}

function accountAny(account: Account) {
  const baseAccount = baseAccountOf(account);
  if (account.module === undefined)
    return encodeAny("/cosmos.auth.v1beta1.BaseAccount", baseAccount);
  const { name, permissions } = account.module;
  return encodeAny("/cosmos.auth.v1beta1.ModuleAccount", {
    baseAccount,
    name,
    permissions: [...permissions],
  });
}

/** A module account that nothing reached yet is made up with the next free number (traps-node.md 20). */
function moduleAccount(k: EngineKernel, name: string): Account | QueryRefusal {
  const permissions = MODULE_PERMISSIONS[name];
  if (permissions === undefined) return notFound(`account ${name} not found`);
  const address = moduleAddress(name);
  const stored = getAccount(k, address);
  if (stored === undefined) {
    return {
      address,
      accountNumber: nextAccountNumber(k),
      sequence: 0,
      module: { name, permissions },
    };
  }
  return stored.module === undefined
    ? { status: 13, message: "account is not a module account" }
    : stored;
}

export const cosmosQueries = [
  query(
    "/cosmos.auth.v1beta1.Query/Account",
    cosmosAuth.QueryAccountRequest,
    cosmosAuth.QueryAccountResponse,
    (k, q) => {
      const account = getAccount(k, q.address);
      return account === undefined
        ? notFound(`account ${q.address} not found`)
        : { account: accountAny(account) };
    },
  ),
  query(
    "/cosmos.auth.v1beta1.Query/AccountInfo",
    cosmosAuth.QueryAccountInfoRequest,
    cosmosAuth.QueryAccountInfoResponse,
    (k, q) => {
      const account = getAccount(k, q.address);
      return account === undefined
        ? notFound(`account ${q.address} not found`)
        : { info: baseAccountOf(account) };
    },
  ),
  query(
    "/cosmos.auth.v1beta1.Query/Accounts",
    cosmosAuth.QueryAccountsRequest,
    cosmosAuth.QueryAccountsResponse,
    (k, q) => {
      const all = [...k.auth.accounts.entries()].map(([, account]) => account);
      const { items, pagination } = paginate(all, q.pagination);
      return { accounts: items.map(accountAny), pagination };
    },
  ),
  query(
    "/cosmos.auth.v1beta1.Query/ModuleAccountByName",
    cosmosAuth.QueryModuleAccountByNameRequest,
    cosmosAuth.QueryModuleAccountByNameResponse,
    (k, q) => {
      const account = moduleAccount(k, q.name);
      return "status" in account ? account : { account: accountAny(account) };
    },
  ),
  query(
    "/cosmos.auth.v1beta1.Query/Params",
    cosmosAuth.QueryParamsRequest,
    cosmosAuth.QueryParamsResponse,
    (k) => {
      const p = authParams(k);
      return {
        params: {
          maxMemoCharacters: BigInt(p.maxMemoCharacters),
          txSigLimit: BigInt(p.txSigLimit),
          txSizeCostPerByte: BigInt(p.txSizeCostPerByte),
          sigVerifyCostEd25519: 590n,
          sigVerifyCostSecp256k1: BigInt(p.sigVerifyCostSecp256k1),
        },
      };
    },
  ),
  query(
    "/cosmos.bank.v1beta1.Query/Balance",
    cosmosBank.QueryBalanceRequest,
    cosmosBank.QueryBalanceResponse,
    (k, q) => ({
      balance: { denom: q.denom, amount: String(balanceOf(k, q.address, q.denom)) },
    }),
  ),
  query(
    "/cosmos.bank.v1beta1.Query/AllBalances",
    cosmosBank.QueryAllBalancesRequest,
    cosmosBank.QueryAllBalancesResponse,
    (k, q) => {
      const { items, pagination } = paginate(balancesOf(k, q.address), q.pagination);
      return {
        balances: items.map((c) => ({ denom: c.denom, amount: String(c.amount) })),
        pagination,
      };
    },
  ),
  query(
    "/cosmos.bank.v1beta1.Query/SpendableBalances",
    cosmosBank.QuerySpendableBalancesRequest,
    cosmosBank.QuerySpendableBalancesResponse,
    (k, q) => {
      const { items, pagination } = paginate(balancesOf(k, q.address), q.pagination);
      return {
        balances: items.map((c) => ({ denom: c.denom, amount: String(c.amount) })),
        pagination,
      };
    },
  ),
  query(
    "/cosmos.bank.v1beta1.Query/TotalSupply",
    cosmosBank.QueryTotalSupplyRequest,
    cosmosBank.QueryTotalSupplyResponse,
    (k, q) => {
      const all = [...k.bank.supply.entries()].map(([denom, amount]) => ({
        denom,
        amount: String(amount),
      }));
      const { items, pagination } = paginate(all, q.pagination);
      return { supply: items, pagination };
    },
  ),
  query(
    "/cosmos.bank.v1beta1.Query/SupplyOf",
    cosmosBank.QuerySupplyOfRequest,
    cosmosBank.QuerySupplyOfResponse,
    (k, q) => ({
      amount: { denom: q.denom, amount: String(supplyOf(k, q.denom)) },
    }),
  ),
];
