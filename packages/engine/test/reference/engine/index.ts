import type { EngineKernel } from "../../../src/app/kernel.js";
import { NaiveEngineMemclob } from "./naiveEngineMemclob.js";
import { ForgetfulMap } from "./naiveMaps.js";

export { auditState } from "./auditState.js";
export { naiveScan } from "./naiveScan.js";

/**
 * Turns a new kernel into the reference engine: naive books and indexes, margins in BigInt only, no
 * remembered market views. What it shares with the fast engine are the rules themselves.
 */
export function makeNaive(k: EngineKernel): void {
  k.perpetuals.plainMargins = false;
  Object.assign(k, { memclob: new NaiveEngineMemclob(k) });
  Object.assign(k.perpetuals, { views: new ForgetfulMap() });
}
