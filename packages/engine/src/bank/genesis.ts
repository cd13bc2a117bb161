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
  for (const entry of json.at("denom_metadata").list()) readMetadata(k, entry);
}

function readMetadata(k: BankKernel, json: GenesisJson): void {
  const base = json.at("base").string();
  k.bank.metadata.set(base, {
    description: json.at("description").string(),
    denomUnits: json
      .at("denom_units")
      .list()
      .map((unit) => ({
        denom: unit.at("denom").string(),
        exponent: unit.at("exponent").number(),
        aliases: unit
          .at("aliases")
          .list()
          .map((alias) => alias.string()),
      })),
    base,
    display: json.at("display").string(),
    name: json.at("name").string(),
    symbol: json.at("symbol").string(),
    uri: json.at("uri").string(),
    uriHash: json.at("uri_hash").string(),
  });
}
