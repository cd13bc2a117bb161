import { describe, expect, it } from "vitest";
import { NATIVE_DENOM } from "../../../src/bank/index.js";
import { BOB, CARL, COIN, CosmosWorld, VALIDATOR } from "./world.js";

const STAKING = "/cosmos.staking.v1beta1";
const THREE_WEEKS = 1_814_400;

function stake(w: CosmosWorld, name: string, delegatorAddress: string): void {
  const amount = { denom: NATIVE_DENOM, amount: COIN.toString() };
  const message = { delegatorAddress, validatorAddress: VALIDATOR, amount };
  expect(w.run(`${STAKING}.${name}`, message).log).toBe("");
}

const paid = (w: CosmosWorld) =>
  w.blockEvents
    .filter((e) => e.type === "complete_unbonding")
    .map((e) => Object.fromEntries(e.attributes).delegator);

describe("staking: unbondings that mature in one block", () => {
  it("are paid by time, then as they came, not by address", () => {
    const w = new CosmosWorld();
    for (const who of [BOB, CARL]) stake(w, "MsgDelegate", who);
    expect(BOB < CARL).toBe(true);
    stake(w, "MsgUndelegate", CARL);
    stake(w, "MsgUndelegate", BOB);
    w.block(THREE_WEEKS);
    w.block(0);
    expect(paid(w)).toEqual([CARL, BOB]);
  });

  it("an earlier block comes first", () => {
    const w = new CosmosWorld();
    for (const who of [BOB, CARL]) stake(w, "MsgDelegate", who);
    stake(w, "MsgUndelegate", CARL);
    w.block();
    stake(w, "MsgUndelegate", BOB);
    w.block(THREE_WEEKS);
    w.block(0);
    expect(paid(w)).toEqual([CARL, BOB]);
  });
});
