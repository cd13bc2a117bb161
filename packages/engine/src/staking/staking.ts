import { ACCOUNT_PREFIX, bech32Convert } from "@perpetua/protocol";
import { ensureModuleAccount, getAccount, moduleAddress, setAccount } from "../auth/index.js";
import { type BankKernel, NATIVE_DENOM, sendCoinList } from "../bank/index.js";
import { assert } from "../math/index.js";
import {
  type GenesisJson,
  type Item,
  recordCodec,
  type StateRegistry,
  type Store,
  stringCodec,
} from "../state/index.js";

/** A validator as far as consensus and queries need it. */
export interface Validator {
  readonly operatorAddress: string;
  /** ed25519 public key, base64 as the genesis file gives it. */
  readonly consensusKey: string;
  readonly moniker: string;
  readonly tokens: bigint;
  readonly commissionRate: string;
}

export interface StakingState {
  readonly validators: Store<Validator>;
  /** Key: `delegator/validator`; shares equal tokens as long as nobody is slashed. */
  readonly delegations: Store<bigint>;
  readonly bondDenom: Item<string>;
}

export type StakingKernel = BankKernel & { readonly staking: StakingState };

/** Tokens per unit of voting power (app.md §1.1). */
export const POWER_REDUCTION = 10n ** 18n;

const codec = recordCodec<Validator>();

export function createStakingState(registry: StateRegistry): StakingState {
  return {
    validators: registry.store("staking/validators", codec),
    delegations: registry.store("staking/delegations", recordCodec<bigint>()),
    bondDenom: registry.item("staking/bondDenom", stringCodec),
  };
}

/** Reads `app_state.staking`: only the parameters; validators come as genesis transactions. */
export function initGenesis(k: StakingKernel, json: GenesisJson): void {
  k.staking.bondDenom.set(json.at("params").at("bond_denom").string(NATIVE_DENOM));
  ensureModuleAccount(k, "bonded_tokens_pool");
  ensureModuleAccount(k, "not_bonded_tokens_pool");
}

/**
 * Delivers the genesis transactions of `app_state.genutil`: each creates one validator with its
 * self-delegation.
 */
export function deliverGenesisTransactions(k: StakingKernel, json: GenesisJson): void {
  for (const tx of json.at("gen_txs").list()) {
    for (const [i, message] of tx.at("body").at("messages").list().entries()) {
      const signer = tx.at("auth_info").at("signer_infos").list()[i];
      createValidator(k, message, signer);
    }
  }
}

function createValidator(
  k: StakingKernel,
  message: GenesisJson,
  signer: GenesisJson | undefined,
): void {
  const type = message.at("@type").string();
  assert(
    type === "/cosmos.staking.v1beta1.MsgCreateValidator",
    `${message.path}: unexpected ${type}`,
  );
  const operatorAddress = message.at("validator_address").string();
  const tokens = message.at("value").at("amount").bigint();
  const delegator = bech32Convert(operatorAddress, ACCOUNT_PREFIX);
  const account = getAccount(k, delegator);
  assert(account !== undefined, `${message.path}: the delegator has no genesis account`);
  setAccount(k, { ...account, sequence: account.sequence + 1, ...keyOf(signer) });
  const denom = message.at("value").at("denom").string();
  const sent = sendCoinList(k, delegator, moduleAddress("bonded_tokens_pool"), [
    { denom, amount: tokens },
  ]);
  assert(sent === undefined, `${message.path}: ${sent?.log}`);
  k.staking.validators.set(operatorAddress, {
    operatorAddress,
    consensusKey: message.at("pubkey").at("key").string(),
    moniker: message.at("description").at("moniker").string(),
    tokens,
    commissionRate: message.at("commission").at("rate").string("0"),
  });
  k.staking.delegations.set(`${delegator}/${operatorAddress}`, tokens);
}

function keyOf(signer: GenesisJson | undefined): { pubKey?: Uint8Array } {
  const key = signer?.at("public_key").at("key").string() ?? "";
  return key === "" ? {} : { pubKey: fromBase64(key) };
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (ch) => ch.charCodeAt(0));
}

/** Validators in operator order. */
export function validators(k: StakingKernel): Validator[] {
  return [...k.staking.validators.entries()].map(([, v]) => v);
}

/** Tokens that an account delegates, over all validators. */
export function delegatedTokens(k: StakingKernel, delegator: string): bigint {
  let total = 0n;
  for (const [key, tokens] of k.staking.delegations.entries()) {
    if (key.startsWith(`${delegator}/`)) total += tokens;
  }
  return total;
}
