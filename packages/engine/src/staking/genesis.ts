import { ACCOUNT_PREFIX, bech32Convert } from "@perpetua/protocol";
import { ensureModuleAccount, getAccount, setAccount } from "../auth/index.js";
import { NATIVE_DENOM } from "../bank/index.js";
import { assert, parseDec } from "../math/index.js";
import { type GenesisJson, partsOfNs } from "../state/index.js";
import { createValidator } from "./createValidator.js";
import type { StakingKernel } from "./state.js";
import { updateBonded } from "./validatorSet.js";

const THREE_WEEKS_NS = 1_814_400n * 1_000_000_000n;

/** Reads `app_state.staking`: only the parameters; validators come as genesis transactions. */
export function initGenesis(k: StakingKernel, json: GenesisJson): void {
  const params = json.at("params");
  k.staking.params.set({
    unbondingTime: partsOfNs(params.at("unbonding_time").durationNs(THREE_WEEKS_NS)),
    maxValidators: params.at("max_validators").number(100),
    maxEntries: params.at("max_entries").number(7),
    historicalEntries: params.at("historical_entries").number(10_000),
    bondDenom: params.at("bond_denom").string(NATIVE_DENOM),
    minCommissionRate: parseDec(params.at("min_commission_rate").string("0")).toString(),
  });
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
      deliverCreateValidator(k, message, signer);
    }
  }
  updateBonded(k);
}

function deliverCreateValidator(
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
  const delegator = bech32Convert(operatorAddress, ACCOUNT_PREFIX);
  const account = getAccount(k, delegator);
  assert(account !== undefined, `${message.path}: the delegator has no genesis account`);
  setAccount(k, { ...account, sequence: account.sequence + 1, ...keyOf(signer) });
  const description = message.at("description");
  const commission = message.at("commission");
  const refused = createValidator(k, {
    operatorAddress,
    consensusKey: message.at("pubkey").at("key").string(),
    description: {
      moniker: description.at("moniker").string(),
      identity: description.at("identity").string(),
      website: description.at("website").string(),
      securityContact: description.at("security_contact").string(),
      details: description.at("details").string(),
    },
    rate: parseDec(commission.at("rate").string("0")),
    maxRate: parseDec(commission.at("max_rate").string("0")),
    maxChangeRate: parseDec(commission.at("max_change_rate").string("0")),
    minSelfDelegation: message.at("min_self_delegation").bigint(1n),
    denom: message.at("value").at("denom").string(),
    tokens: message.at("value").at("amount").bigint(),
  });
  assert(refused === undefined, `${message.path}: ${refused?.log}`);
}

function keyOf(signer: GenesisJson | undefined): { pubKey?: Uint8Array } {
  const key = signer?.at("public_key").at("key").string() ?? "";
  return key === "" ? {} : { pubKey: fromBase64(key) };
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (ch) => ch.charCodeAt(0));
}
