import { deleverageAccounts } from "../deleveraging/procedure.js";
import type { ClobKernel } from "../state.js";
import { liquidateAccounts } from "./liquidate.js";

/** Steps 5–7 of clob.md §5.2, from what the daemon last reported. */
export function liquidateAndDeleverage(k: ClobKernel): void {
  const input = k.daemons.liquidations;
  if (input === undefined) return;
  const unfilled = liquidateAccounts(k, input.liquidatable);
  deleverageAccounts(k, input, unfilled);
}
