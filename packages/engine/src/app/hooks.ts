import * as authz from "../authz/index.js";
import * as blocktime from "../blocktime/index.js";
import * as clob from "../clob/index.js";
import * as delaymsg from "../delaymsg/index.js";
import * as distribution from "../distribution/index.js";
import * as epochs from "../epochs/index.js";
import * as feegrant from "../feegrant/index.js";
import * as gov from "../gov/index.js";
import * as perpetuals from "../perpetuals/index.js";
import * as ratelimit from "../ratelimit/index.js";
import * as rewards from "../rewards/index.js";
import * as staking from "../staking/index.js";
import { isRejection } from "../state/index.js";
import * as stats from "../stats/index.js";
import * as vault from "../vault/index.js";
import * as vest from "../vest/index.js";
import type { EngineKernel } from "./kernel.js";
import { recovered } from "./recovered.js";

/** A module's turn in a phase of the block. */
export interface Hook {
  readonly module: string;
  run(k: EngineKernel): void;
}

/**
 * A hook as one unit: what breaks off in it is thrown away whole and the chain goes on (app.md
 * §13.3).
 */
function asUnit(run: (k: EngineKernel) => void): (k: EngineKernel) => void {
  return (k) => {
    const mark = k.registry.journal.mark();
    if (isRejection(recovered(() => run(k)))) k.registry.journal.revert(mark);
  };
}

/** app.md §1.3, in order; modules without work in the phase are left out. */
export const BEGIN_BLOCK: readonly Hook[] = [
  { module: "blocktime", run: blocktime.beginBlock },
  { module: "authz", run: authz.beginBlock },
  { module: "epochs", run: epochs.beginBlock },
  { module: "distribution", run: distribution.beginBlock },
  { module: "clob", run: clob.beginBlock },
  { module: "vest", run: vest.beginBlock },
  { module: "vault", run: asUnit(vault.beginBlock) },
];

export const END_BLOCK: readonly Hook[] = [
  { module: "gov", run: gov.endBlock },
  { module: "staking", run: staking.endBlock },
  { module: "feegrant", run: feegrant.endBlock },
  { module: "ratelimit", run: ratelimit.endBlock },
  { module: "perpetuals", run: perpetuals.endBlock },
  { module: "stats", run: stats.endBlock },
  { module: "clob", run: clob.endBlock },
  { module: "rewards", run: rewards.endBlock },
  { module: "delaymsg", run: delaymsg.endBlock },
  { module: "vault", run: asUnit(vault.endBlock) },
  { module: "blocktime", run: blocktime.endBlock },
];
