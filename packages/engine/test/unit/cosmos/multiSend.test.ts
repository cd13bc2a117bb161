import { describe, expect, it } from "vitest";
import { balanceOf, USDC_DENOM } from "../../../src/bank/index.js";
import { ALICE, BOB, CARL, CosmosWorld } from "./world.js";

const usdc = (amount: string) => [{ denom: USDC_DENOM, amount }];

describe("bank MsgMultiSend", () => {
  it("takes the sum once, then gives each output its own transfer without a sender", () => {
    const w = new CosmosWorld();
    const before = balanceOf(w.k, CARL, USDC_DENOM);
    const { code, events } = w.run("/cosmos.bank.v1beta1.MsgMultiSend", {
      inputs: [{ address: ALICE, coins: usdc("5") }],
      outputs: [
        { address: BOB, coins: usdc("2") },
        { address: CARL, coins: usdc("3") },
      ],
    });
    expect(code).toBe(0);
    const amount = (n: number) => ["amount", `${n}${USDC_DENOM}`];
    expect(events.map(({ type, attributes }) => [type, ...attributes])).toEqual([
      ["coin_spent", ["spender", ALICE], amount(5)],
      ["message", ["sender", ALICE]],
      ["coin_received", ["receiver", BOB], amount(2)],
      ["transfer", ["recipient", BOB], amount(2)],
      ["coin_received", ["receiver", CARL], amount(3)],
      ["transfer", ["recipient", CARL], amount(3)],
    ]);
    expect(balanceOf(w.k, CARL, USDC_DENOM)).toBe(before + 3n);
  });
});
