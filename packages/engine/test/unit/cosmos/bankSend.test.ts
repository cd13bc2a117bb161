import { describe, expect, it } from "vitest";
import { moduleAddress } from "../../../src/auth/index.js";
import { NATIVE_DENOM, USDC_DENOM } from "../../../src/bank/index.js";
import { ALICE, BOB, CosmosWorld } from "./world.js";

const usdc = (amount: string) => ({ denom: USDC_DENOM, amount });
const native = (amount: string) => ({ denom: NATIVE_DENOM, amount });

describe("bank MsgSend", () => {
  const send = (amount: readonly object[], toAddress = BOB) =>
    new CosmosWorld().run("/cosmos.bank.v1beta1.MsgSend", {
      fromAddress: ALICE,
      toAddress,
      amount,
    });

  it.each([
    ["unsorted coins", [usdc("1"), native("2")], `1${USDC_DENOM},2${NATIVE_DENOM}`],
    ["a coin twice", [native("1"), native("2")], `1${NATIVE_DENOM},2${NATIVE_DENOM}`],
    ["one negative coin of two", [native("1"), usdc("-2")], `1${NATIVE_DENOM},-2${USDC_DENOM}`],
    ["a malformed denom", [{ denom: "x", amount: "1" }], "1x"],
    ["no coins", [], ""],
  ])("refuses %s with the whole list in the text", (_name, coins, text) => {
    const { codespace, code, log } = send(coins);
    expect({ codespace, code, log }).toEqual({
      codespace: "sdk",
      code: 10,
      log: `${text}: invalid coins`,
    });
  });

  it("judges coins before it looks whether the recipient may receive", () => {
    const collector = moduleAddress("fee_collector");
    expect(send([usdc("-1")], collector).code).toBe(10);
    expect(send([usdc("1")], collector).code).toBe(4);
  });
});
