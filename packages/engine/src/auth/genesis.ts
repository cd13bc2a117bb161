import type { GenesisJson } from "../state/index.js";
import { ensureModuleAccount, nextAccountNumber, setAccount } from "./accounts.js";
import type { AuthKernel } from "./state.js";

/** Reads `app_state.auth`: accounts keep the numbers the file gives them. */
export function initGenesis(k: AuthKernel, json: GenesisJson): void {
  const params = json.at("params");
  k.auth.params.set({
    maxMemoCharacters: params.at("max_memo_characters").number(256),
    txSigLimit: params.at("tx_sig_limit").number(7),
    txSizeCostPerByte: params.at("tx_size_cost_per_byte").number(10),
    sigVerifyCostSecp256k1: params.at("sig_verify_cost_secp256k1").number(1000),
  });
  const accounts = json
    .at("accounts")
    .list()
    .sort((a, b) => base(a).number - base(b).number);
  for (const account of accounts) {
    const { address, number, sequence } = base(account);
    setAccount(k, { address, accountNumber: number, sequence });
    if (number >= nextAccountNumber(k)) k.auth.nextAccountNumber.set(number + 1);
  }
  ensureModuleAccount(k, "fee_collector");
}

function base(account: GenesisJson) {
  const nested = account.at("base_account");
  const from = nested.present ? nested : account;
  return {
    address: from.at("address").string(),
    number: from.at("account_number").number(),
    sequence: from.at("sequence").number(),
  };
}
