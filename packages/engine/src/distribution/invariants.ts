import { moduleAddress } from "../auth/index.js";
import { balancesOf } from "../bank/index.js";
import { assert, DEC_ONE } from "../math/index.js";
import { addDecCoins } from "./decCoins.js";
import { communityPool, type DecCoins, type DistributionKernel } from "./state.js";

/**
 * The module account holds exactly what is outstanding plus the community pool, and nothing is owed
 * twice.
 */
export function checkInvariants(k: DistributionKernel): void {
  let owed: DecCoins = communityPool(k);
  for (const [validator, coins] of k.distribution.outstanding.unordered()) {
    owed = addDecCoins(owed, coins);
    for (const c of k.distribution.commission.get(validator) ?? []) {
      const outstanding = coins.find((o) => o.denom === c.denom)?.amount ?? 0n;
      assert(outstanding >= c.amount, `commission of ${validator} is not outstanding`);
    }
  }
  for (const { denom, amount } of owed) {
    assert(amount >= 0n, `negative distribution amount of ${denom}`);
    const held = balancesOf(k, moduleAddress("distribution")).find((c) => c.denom === denom);
    const whole = (amount + DEC_ONE - 1n) / DEC_ONE;
    assert((held?.amount ?? 0n) >= whole, `distribution account holds too little ${denom}`);
  }
}
