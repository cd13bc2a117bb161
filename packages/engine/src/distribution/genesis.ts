import { ensureModuleAccount } from "../auth/index.js";
import type { GenesisJson } from "../state/index.js";
import type { DistributionKernel } from "./state.js";

const ZERO = "0.000000000000000000";

/** Reads `app_state.distribution`. */
export function initGenesis(k: DistributionKernel, json: GenesisJson): void {
  const params = json.at("params");
  k.distribution.params.set({
    communityTax: params.at("community_tax").string(ZERO),
    baseProposerReward: params.at("base_proposer_reward").string(ZERO),
    bonusProposerReward: params.at("bonus_proposer_reward").string(ZERO),
    withdrawAddrEnabled: params.at("withdraw_addr_enabled").boolean(true),
  });
  ensureModuleAccount(k, "distribution");
}
