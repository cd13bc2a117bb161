import type { GenesisJson } from "../state/index.js";
import { mintCoins } from "./send.js";
import type { BankKernel } from "./state.js";

/** Reads `app_state.bank`; the supply is the sum of the balances. */
export function initGenesis(k: BankKernel, json: GenesisJson): void {
  const params = json.at("params");
  k.bank.defaultSendEnabled.set(params.at("default_send_enabled").boolean(true));
  for (const entry of [...params.at("send_enabled").list(), ...json.at("send_enabled").list()]) {
    k.bank.sendEnabled.set(entry.at("denom").string(), entry.at("enabled").boolean());
  }
  for (const balance of json.at("balances").list()) {
    for (const coin of balance.at("coins").list()) {
      mintCoins(
        k,
        balance.at("address").string(),
        coin.at("denom").string(),
        coin.at("amount").bigint(),
      );
    }
  }
}
