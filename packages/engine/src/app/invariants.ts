import * as affiliates from "../affiliates/index.js";
import * as bank from "../bank/index.js";
import * as clob from "../clob/index.js";
import * as distribution from "../distribution/index.js";
import * as feetiers from "../feetiers/index.js";
import * as gov from "../gov/index.js";
import * as perpetuals from "../perpetuals/index.js";
import * as ratelimit from "../ratelimit/index.js";
import * as revshare from "../revshare/index.js";
import * as rewards from "../rewards/index.js";
import * as staking from "../staking/index.js";
import * as stats from "../stats/index.js";
import * as subaccounts from "../subaccounts/index.js";
import * as vest from "../vest/index.js";
import type { EngineKernel } from "./kernel.js";

const ALL: readonly ((k: EngineKernel) => void)[] = [
  bank.checkInvariants,
  staking.checkInvariants,
  distribution.checkInvariants,
  gov.checkInvariants,
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
];

/**
 * Every module's invariants on the live state; throws `InvariantError`. For tests: it reads
 * everything.
 */
export function checkAllInvariants(k: EngineKernel): void {
  for (const check of ALL) check(k);
}
