import * as accountplus from "../accountplus/index.js";
import * as affiliates from "../affiliates/index.js";
import * as auth from "../auth/index.js";
import * as authz from "../authz/index.js";
import * as bank from "../bank/index.js";
import * as blocktime from "../blocktime/index.js";
import * as clob from "../clob/index.js";
import * as delaymsg from "../delaymsg/index.js";
import * as distribution from "../distribution/index.js";
import * as epochs from "../epochs/index.js";
import * as feegrant from "../feegrant/index.js";
import * as feetiers from "../feetiers/index.js";
import * as gov from "../gov/index.js";
import * as listing from "../listing/index.js";
import * as perpetuals from "../perpetuals/index.js";
import * as prices from "../prices/index.js";
import * as ratelimit from "../ratelimit/index.js";
import * as revshare from "../revshare/index.js";
import * as rewards from "../rewards/index.js";
import * as staking from "../staking/index.js";
import * as stats from "../stats/index.js";
import * as subaccounts from "../subaccounts/index.js";
import * as vault from "../vault/index.js";
import * as vest from "../vest/index.js";
import type { EngineKernel } from "./kernel.js";

const ALL: readonly ((k: EngineKernel) => void)[] = [
  auth.checkInvariants,
  bank.checkInvariants,
  authz.checkInvariants,
  feegrant.checkInvariants,
  accountplus.checkInvariants,
  staking.checkInvariants,
  distribution.checkInvariants,
  gov.checkInvariants,
  blocktime.checkInvariants,
  epochs.checkInvariants,
  prices.checkInvariants,
  delaymsg.checkInvariants,
  perpetuals.checkInvariants,
  subaccounts.checkInvariants,
  feetiers.checkInvariants,
  stats.checkInvariants,
  affiliates.checkInvariants,
  revshare.checkInvariants,
  rewards.checkInvariants,
  vest.checkInvariants,
  ratelimit.checkInvariants,
  clob.checkInvariants,
  vault.checkInvariants,
  listing.checkInvariants,
];

/**
 * Every module's invariants on the live state; throws `InvariantError`. For tests: it reads
 * everything.
 */
export function checkAllInvariants(k: EngineKernel): void {
  for (const check of ALL) check(k);
}
