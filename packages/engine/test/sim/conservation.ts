import type { EngineKernel } from "../../src/app/kernel.js";
import { balanceOf, USDC_DENOM } from "../../src/bank/index.js";
import { allPerpetuals, isIsolated } from "../../src/perpetuals/index.js";
import {
  CROSS_POOL,
  isolatedPool,
  settleFunding,
  usdcBalance,
} from "../../src/subaccounts/index.js";

/** Rounding leaves less than one quantum behind each time an account is settled. */
interface Dust {
  readonly quantums: bigint;
  readonly accounts: number;
}

/** What the collateral pools hold beyond what all accounts own with their funding settled. */
function dustOf(k: EngineKernel): Dust {
  const isolated = allPerpetuals(k).filter(isIsolated);
  const pools = [CROSS_POOL, ...isolated.map((p) => isolatedPool(p.params.id))];
  let quantums = pools.reduce((sum, pool) => sum + balanceOf(k, pool, USDC_DENOM), 0n);
  let accounts = 0;
  for (const [, account] of k.subaccounts.subaccounts.unordered()) {
    quantums -= usdcBalance(settleFunding(k, account).subaccount);
    if (account.perpetualPositions.length > 0) accounts++;
  }
  return { quantums, accounts };
}

/**
 * Money conserves: the pools hold what accounts own. A block moves the difference by less than a
 * quantum per account with positions, which is what floors of funding leave.
 */
export class Conservation {
  private before: Dust | undefined;

  check(k: EngineKernel): void {
    const now = dustOf(k);
    const { before } = this;
    this.before = now;
    if (before === undefined) return;
    const moved = now.quantums - before.quantums;
    const most = BigInt(before.accounts + now.accounts);
    if (moved > most || -moved > most)
      throw new Error(`pools and accounts moved apart by ${moved}, at most ${most} is dust`);
  }
}
