import { cosmosBank, cosmosStaking, vault } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { malformedNumber } from "../../../src/app/wireNumbers.js";
import { ALICE, BOB } from "./world.js";

describe("numbers on the wire", () => {
  const send = (amount: string) =>
    malformedNumber(
      "cosmos.bank.v1beta1.MsgSend",
      cosmosBank.MsgSend.fromPartial({
        fromAddress: ALICE,
        toAddress: BOB,
        amount: [{ denom: "adv4tnt", amount }],
      }),
    );

  it("coins are integers of at most 256 bits; negative ones are judged later", () => {
    expect(send("5")).toBeUndefined();
    expect(send("-5")).toBeUndefined();
    expect(send("")).toBeUndefined();
    expect(send(`${2n ** 256n - 1n}`)).toBeUndefined();
    for (const bad of ["-", "5x", "1.5", "0x10", `${2n ** 256n}`, "9".repeat(500)]) {
      expect(send(bad), bad).toBe("amount");
    }
  });

  it("big integers start with their sign", () => {
    const deposit = (...bytes: number[]) =>
      malformedNumber(
        "dydxprotocol.vault.MsgDepositToMegavault",
        vault.MsgDepositToMegavault.fromPartial({ quoteQuantums: Uint8Array.from(bytes) }),
      );
    expect(deposit()).toBeUndefined();
    expect(deposit(2, 255)).toBeUndefined();
    expect(deposit(3, 1)).toBeUndefined();
    expect(deposit(5, 1)).toBe("quote_quantums");
  });

  it("decimals are integers of 10^-18", () => {
    const create = (rate: string) =>
      malformedNumber(
        "cosmos.staking.v1beta1.MsgCreateValidator",
        cosmosStaking.MsgCreateValidator.fromPartial({ commission: { rate } }),
      );
    expect(create("100000000000000000")).toBeUndefined();
    expect(create("0.1")).toBe("rate");
  });
});
