import { ensureAccount, ensureModuleAccount, moduleAddress } from "../auth/index.js";
import { assert } from "../math/index.js";
import { emit, type Rejection, reject } from "../state/index.js";
import { type BankKernel, type Coin, coinsText } from "./state.js";

/** Bank-blocked recipients (app.md §1.4): module accounts that hold no user money. */
const BLOCKED_MODULES = [
  "fee_collector",
  "distribution",
  "bonded_tokens_pool",
  "not_bonded_tokens_pool",
  "transfer",
  "interchainaccounts",
];
const blocked = new Set(BLOCKED_MODULES.map(moduleAddress));

/** Whether `address` may not receive plain sends. */
export function isBlockedAddress(address: string): boolean {
  return blocked.has(address);
}

function balanceKey(address: string, denom: string): string {
  return `${address}\n${denom}`;
}

/** The balance of `address` in units of `denom`. */
export function balanceOf(k: BankKernel, address: string, denom: string): bigint {
  return k.bank.balances.get(balanceKey(address, denom)) ?? 0n;
}

/** All coins of `address`, in denom order. */
export function balancesOf(k: BankKernel, address: string): Coin[] {
  return [...k.bank.supply.sortedKeys()]
    .map((denom) => ({ denom, amount: balanceOf(k, address, denom) }))
    .filter((c) => c.amount > 0n);
}

export function supplyOf(k: BankKernel, denom: string): bigint {
  return k.bank.supply.get(denom) ?? 0n;
}

function setBalance(k: BankKernel, address: string, denom: string, amount: bigint): void {
  assert(amount >= 0n, `negative balance of ${address} in ${denom}`);
  const key = balanceKey(address, denom);
  if (amount === 0n) k.bank.balances.delete(key);
  else k.bank.balances.set(key, amount);
}

function subtract(k: BankKernel, address: string, coins: readonly Coin[]): Rejection | undefined {
  for (const { denom, amount } of coins) {
    const balance = balanceOf(k, address, denom);
    if (balance < amount) {
      const text = `spendable balance ${balance}${denom} is smaller than ${amount}${denom}`;
      return reject("sdk", 5, `${text}: insufficient funds`);
    }
    setBalance(k, address, denom, balance - amount);
  }
  emit(k, "coin_spent", [
    ["spender", address],
    ["amount", coinsText(coins)],
  ]);
  return undefined;
}

function add(k: BankKernel, address: string, coins: readonly Coin[]): void {
  for (const { denom, amount } of coins) {
    setBalance(k, address, denom, balanceOf(k, address, denom) + amount);
  }
  emit(k, "coin_received", [
    ["receiver", address],
    ["amount", coinsText(coins)],
  ]);
}

/**
 * Moves coins between any two addresses; creates the recipient's account (bank SendCoins of the
 * Cosmos SDK). Rejects with sdk 5 when the sender holds too little; the caller reverts.
 */
export function sendCoinList(
  k: BankKernel,
  from: string,
  to: string,
  coins: readonly Coin[],
): Rejection | undefined {
  const rejection = subtract(k, from, coins);
  if (rejection !== undefined) return rejection;
  add(k, to, coins);
  ensureAccount(k, to);
  emit(k, "transfer", [
    ["recipient", to],
    ["sender", from],
    ["amount", coinsText(coins)],
  ]);
  emit(k, "message", [["sender", from]]);
  return undefined;
}

/**
 * Takes coins from one account once and gives them to several; events differ from as many sends
 * (bank InputOutputCoins).
 */
export function distributeCoins(
  k: BankKernel,
  from: string,
  coins: readonly Coin[],
  outputs: readonly { readonly address: string; readonly coins: readonly Coin[] }[],
): Rejection | undefined {
  const rejection = subtract(k, from, coins);
  if (rejection !== undefined) return rejection;
  emit(k, "message", [["sender", from]]);
  for (const output of outputs) {
    add(k, output.address, output.coins);
    emit(k, "transfer", [
      ["recipient", output.address],
      ["amount", coinsText(output.coins)],
    ]);
    ensureAccount(k, output.address);
  }
  return undefined;
}

/** Moves `amount` of one denom; see `sendCoinList`. */
export function sendCoins(
  k: BankKernel,
  from: string,
  to: string,
  denom: string,
  amount: bigint,
): Rejection | undefined {
  assert(amount >= 0n, "a bank send needs a non-negative amount");
  return sendCoinList(k, from, to, amount === 0n ? [] : [{ denom, amount }]);
}

/**
 * Moves coins between modules: like a send, but the recipient becomes a module account when new.
 */
export function sendBetweenModules(
  k: BankKernel,
  fromModule: string,
  toModule: string,
  coins: readonly Coin[],
): Rejection | undefined {
  ensureModuleAccount(k, toModule);
  return sendCoinList(k, moduleAddress(fromModule), moduleAddress(toModule), coins);
}

/**
 * Moves coins into a staking pool: like a send but without `transfer` and `message` events (bank
 * DelegateCoins; wire.md §1.4).
 * Rejects with sdk 5 and staking's own text.
 */
export function delegateCoins(
  k: BankKernel,
  delegator: string,
  pool: string,
  coin: Coin,
): Rejection | undefined {
  const balance = balanceOf(k, delegator, coin.denom);
  if (balance < coin.amount) {
    const text = `failed to delegate; ${balance}${coin.denom} is smaller than ${coin.amount}${coin.denom}`;
    return reject("sdk", 5, `${text}: insufficient funds`);
  }
  return undelegateCoins(k, delegator, pool, coin);
}

/** Moves coins out of a staking pool, again without `transfer` (bank UndelegateCoins). */
export function undelegateCoins(
  k: BankKernel,
  from: string,
  to: string,
  coin: Coin,
): Rejection | undefined {
  const rejection = subtract(k, from, [coin]);
  if (rejection !== undefined) return rejection;
  add(k, to, [coin]);
  return undefined;
}

/** Creates coins in an account (genesis, faucet-free networks never call it later). */
export function mintCoins(k: BankKernel, address: string, denom: string, amount: bigint): void {
  k.bank.supply.set(denom, supplyOf(k, denom) + amount);
  setBalance(k, address, denom, balanceOf(k, address, denom) + amount);
}

/** Destroys coins of an account. */
export function burnCoins(
  k: BankKernel,
  address: string,
  denom: string,
  amount: bigint,
): Rejection | undefined {
  const rejection = subtract(k, address, [{ denom, amount }]);
  if (rejection !== undefined) return rejection;
  k.bank.supply.set(denom, supplyOf(k, denom) - amount);
  emit(k, "burn", [
    ["burner", address],
    ["amount", coinsText([{ denom, amount }])],
  ]);
  return undefined;
}
