import { must } from "../math/index.js";
import { moduleAddress } from "./addresses.js";
import type { Account, AuthKernel, AuthParams } from "./state.js";

/** The account at `address`, if anything ever reached it. */
export function getAccount(k: AuthKernel, address: string): Account | undefined {
  return k.auth.accounts.get(address);
}

export function setAccount(k: AuthKernel, account: Account): void {
  k.auth.accounts.set(account.address, account);
}

export function authParams(k: AuthKernel): AuthParams {
  return must(k.auth.params.get(), "auth params are set at genesis");
}

/**
 * The number the next new account gets; it is part of every later signature's sign bytes (app.md
 * §1.4).
 */
export function nextAccountNumber(k: AuthKernel): number {
  return k.auth.nextAccountNumber.get() ?? 0;
}

function takeAccountNumber(k: AuthKernel): number {
  const n = nextAccountNumber(k);
  k.auth.nextAccountNumber.set(n + 1);
  return n;
}

/** The account at `address`, created with the next number when absent. */
export function ensureAccount(k: AuthKernel, address: string): Account {
  const existing = getAccount(k, address);
  if (existing !== undefined) return existing;
  const account = { address, accountNumber: takeAccountNumber(k), sequence: 0 };
  setAccount(k, account);
  return account;
}

/**
 * The account of a module, created as a module account when the address is unused (app.md §1.4).
 */
export function ensureModuleAccount(k: AuthKernel, name: string): Account {
  const address = moduleAddress(name);
  const existing = getAccount(k, address);
  if (existing !== undefined) return existing;
  const module = { name, permissions: MODULE_PERMISSIONS[name] ?? [] };
  const account = { address, accountNumber: takeAccountNumber(k), sequence: 0, module };
  setAccount(k, account);
  return account;
}

/** app.md §1.4: what each module account may do. */
export const MODULE_PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  fee_collector: [],
  distribution: [],
  bonded_tokens_pool: ["burner", "staking"],
  not_bonded_tokens_pool: ["burner", "staking"],
  gov: ["burner"],
  transfer: ["minter", "burner"],
  interchainaccounts: [],
  bridge: ["minter"],
  subaccounts: [],
  insurance_fund: [],
  rewards_treasury: [],
  rewards_vester: [],
  community_treasury: [],
  community_vester: [],
  marketmap: [],
  megavault: [],
};
