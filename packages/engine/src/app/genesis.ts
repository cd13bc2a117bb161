import * as accountplus from "../accountplus/index.js";
import * as affiliates from "../affiliates/index.js";
import * as assets from "../assets/index.js";
import * as auth from "../auth/index.js";
import * as bank from "../bank/index.js";
import * as blocktime from "../blocktime/index.js";
import * as bridge from "../bridge/index.js";
import * as clob from "../clob/index.js";
import * as crisis from "../crisis/index.js";
import * as delaymsg from "../delaymsg/index.js";
import * as distribution from "../distribution/index.js";
import * as epochs from "../epochs/index.js";
import * as feetiers from "../feetiers/index.js";
import * as gov from "../gov/index.js";
import * as listing from "../listing/index.js";
import * as marketmap from "../marketmap/index.js";
import * as perpetuals from "../perpetuals/index.js";
import * as prices from "../prices/index.js";
import * as ratelimit from "../ratelimit/index.js";
import * as revshare from "../revshare/index.js";
import * as rewards from "../rewards/index.js";
import * as slashing from "../slashing/index.js";
import * as staking from "../staking/index.js";
import type { GenesisJson } from "../state/index.js";
import * as stats from "../stats/index.js";
import * as subaccounts from "../subaccounts/index.js";
import * as vault from "../vault/index.js";
import * as vest from "../vest/index.js";
import { EMPTY_TX_HASH } from "./emptyTxHash.js";
import type { EngineKernel } from "./kernel.js";

/** Module order of genesis (app.md §1.3): the section of `app_state` and who reads it. */
const ORDER: readonly [section: string, init: (k: EngineKernel, json: GenesisJson) => void][] = [
  ["epochs", epochs.initGenesis],
  ["auth", auth.initGenesis],
  ["bank", bank.initGenesis],
  ["distribution", distribution.initGenesis],
  ["staking", staking.initGenesis],
  ["slashing", slashing.initGenesis],
  ["gov", gov.initGenesis],
  ["crisis", crisis.initGenesis],
  ["genutil", staking.deliverGenesisTransactions],
  ["ratelimit", ratelimit.initGenesis],
  ["marketmap", marketmap.initGenesis],
  ["prices", prices.initGenesis],
  ["assets", assets.initGenesis],
  ["blocktime", blocktime.initGenesis],
  ["bridge", bridge.initGenesis],
  ["feetiers", feetiers.initGenesis],
  ["perpetuals", perpetuals.initGenesis],
  ["stats", stats.initGenesis],
  ["subaccounts", subaccounts.initGenesis],
  ["clob", clob.initGenesis],
  ["vest", vest.initGenesis],
  ["rewards", rewards.initGenesis],
  ["delaymsg", delaymsg.initGenesis],
  ["vault", vault.initGenesis],
  ["listing", listing.initGenesis],
  ["revshare", revshare.initGenesis],
  ["dydxaccountplus", accountplus.initGenesis],
  ["affiliates", affiliates.initGenesis],
];

/**
 * Fills the state from `app_state`; every event carries the empty pseudo hash (traps-node.md 3).
 */
export function initGenesis(k: EngineKernel, appState: GenesisJson): void {
  k.txHash = EMPTY_TX_HASH;
  for (const [section, init] of ORDER) init(k, appState.at(section));
}
