import { describe, expect, it } from "vitest";
import { delegatedTokens, getValidator } from "../../../src/staking/index.js";
import { setDelegation, setValidator } from "../../../src/staking/state.js";
import { ALICE, CosmosWorld, VALIDATOR } from "../cosmos/world.js";

const ONE = 10n ** 18n;

describe("risk §6.6 staked tokens", () => {
  it("each delegation is rounded on its own, half to even", () => {
    const { k } = new CosmosWorld();
    const known = getValidator(k, VALIDATOR);
    if (known === undefined) throw new Error("no validator");
    // Slashed validators whose shares are worth half, and one and a half, of a token.
    const worth: readonly [string, bigint, bigint][] = [
      ["dydxvaloper1a", 1n, 2n * ONE],
      ["dydxvaloper1b", 1n, 2n * ONE],
      ["dydxvaloper1c", 3n, 2n * ONE],
    ];
    const own = delegatedTokens(k, ALICE);
    for (const [operatorAddress, tokens, delegatorShares] of worth) {
      setValidator(k, { ...known, operatorAddress, tokens, delegatorShares });
      setDelegation(k, ALICE, operatorAddress, ONE);
    }
    // 0.5 → 0, 0.5 → 0, 1.5 → 2.
    expect(delegatedTokens(k, ALICE) - own).toBe(2n);
  });
});
