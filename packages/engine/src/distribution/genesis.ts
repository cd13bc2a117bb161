import { ensureModuleAccount } from "../auth/index.js";
import { parseDec } from "../math/index.js";
import type { GenesisJson } from "../state/index.js";
import type { DistributionKernel } from "./state.js";

/** Reads a decimal into the form that protobuf keeps. */
const dec = (json: GenesisJson): string => parseDec(json.string("0")).toString();

/** Reads `app_state.distribution`. */
export function initGenesis(k: DistributionKernel, json: GenesisJson): void {
  const params = json.at("params");
  k.distribution.params.set({
    communityTax: dec(params.at("community_tax")),
    baseProposerReward: dec(params.at("base_proposer_reward")),
    bonusProposerReward: dec(params.at("bonus_proposer_reward")),
    withdrawAddrEnabled: params.at("withdraw_addr_enabled").boolean(true),
  });
  ensureModuleAccount(k, "distribution");
}
