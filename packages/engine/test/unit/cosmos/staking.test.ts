import {
  bech32Convert,
  bech32Encode,
  CONSENSUS_PREFIX,
  consensusAddressBytes,
  cosmosDistribution,
  cosmosStaking,
  encodeSerializableInt,
  OPERATOR_PREFIX,
} from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { GOV_ADDRESS, moduleAddress } from "../../../src/auth/index.js";
import { balanceOf, mintCoins, NATIVE_DENOM, USDC_DENOM } from "../../../src/bank/index.js";
import { DEC_ONE } from "../../../src/math/index.js";
import { delegatedTokens, getValidator, votingPower } from "../../../src/staking/index.js";
import { ALICE, type AppState, BOB, COIN, CosmosWorld, eventOf, VALIDATOR } from "./world.js";

const STAKING = "/cosmos.staking.v1beta1";
const DISTRIBUTION = "/cosmos.distribution.v1beta1";
/** Enough that a share per base token does not vanish: rewards per token have 18 decimals. */
const FEES = 10n ** 12n;
const THREE_WEEKS = 1_814_400;
const native = (amount: bigint, denom = NATIVE_DENOM) => ({ denom, amount: amount.toString() });
const pair = { delegatorAddress: BOB, validatorAddress: VALIDATOR };

const delegate = (w: CosmosWorld, amount: bigint) =>
  w.run(`${STAKING}.MsgDelegate`, { ...pair, amount: native(amount) });
const undelegate = (w: CosmosWorld, amount: bigint) =>
  w.run(`${STAKING}.MsgUndelegate`, { ...pair, amount: native(amount) });
const power = (w: CosmosWorld) => {
  const validator = getValidator(w.k, VALIDATOR);
  return validator === undefined ? undefined : votingPower(validator);
};

/** The validator leaves its delegators something: commission 10 %. */
function generous(appState: AppState): void {
  const message = appState.genutil.gen_txs[0]?.body.messages[0];
  Object.assign(message ?? {}, {
    commission: { rate: "0.1", max_rate: "1", max_change_rate: "0.01" },
  });
}

describe("staking: delegation", () => {
  it("moves tokens, power and shares as recorded (edge, 166)", () => {
    const w = new CosmosWorld();
    expect(power(w)).toBe(500_000n);
    const outcome = delegate(w, 1_000n * COIN);
    expect(outcome.events.map((e) => e.type)).toEqual(["coin_spent", "coin_received", "delegate"]);
    expect(eventOf(outcome.events, "delegate")).toMatchObject({
      new_shares: "1000000000000000000000.000000000000000000",
    });
    expect(power(w)).toBe(501_000n);
    expect(delegatedTokens(w.k, BOB)).toBe(1_000n * COIN);
    expect(balanceOf(w.k, moduleAddress("bonded_tokens_pool"), NATIVE_DENOM)).toBe(501_000n * COIN);
  });

  it.each<[string, object, number, string]>([
    ["nothing", { amount: native(0n) }, 18, "sdk"],
    ["another denom", { amount: native(5n, USDC_DENOM) }, 18, "sdk"],
    ["more than there is", { amount: native(10n ** 40n) }, 5, "sdk"],
    ["a foreign validator prefix", { validatorAddress: BOB }, 7, "sdk"],
    [
      "an unknown validator",
      { validatorAddress: bech32Convert(BOB, OPERATOR_PREFIX) },
      3,
      "staking",
    ],
  ])("refuses %s", (_name, change, code, codespace) => {
    const w = new CosmosWorld();
    const outcome = w.run(`${STAKING}.MsgDelegate`, { ...pair, amount: native(COIN), ...change });
    expect({ code: outcome.code, codespace: outcome.codespace }).toEqual({ code, codespace });
  });
});

describe("staking: unbonding", () => {
  it("pays out three weeks later, in EndBlock", () => {
    const w = new CosmosWorld();
    delegate(w, 10n * COIN);
    const before = balanceOf(w.k, BOB, NATIVE_DENOM);
    const outcome = undelegate(w, 4n * COIN);
    const response = cosmosStaking.MsgUndelegateResponse.decode(outcome.data);
    expect(response.completionTime?.seconds).toBe(BigInt(w.seconds + THREE_WEEKS));
    expect(eventOf(outcome.events, "withdraw_rewards")?.amount).toBe("0stake");
    w.block(THREE_WEEKS - 1);
    w.block(0);
    expect(balanceOf(w.k, BOB, NATIVE_DENOM)).toBe(before);
    w.block(1);
    w.block(0);
    expect(balanceOf(w.k, BOB, NATIVE_DENOM)).toBe(before + 4n * COIN);
    expect(eventOf(w.blockEvents, "complete_unbonding")).toMatchObject({ delegator: BOB });
  });

  it("keeps at most seven entries, one per block", () => {
    const w = new CosmosWorld();
    delegate(w, 100n * COIN);
    for (let i = 0; i < 7; i++) {
      expect(undelegate(w, COIN).code, `entry ${i}`).toBe(0);
      w.block();
    }
    expect(undelegate(w, COIN)).toMatchObject({ code: 27, codespace: "staking" });
    expect(w.k.staking.unbondings.get(`${BOB}/${VALIDATOR}`)).toHaveLength(7);
  });

  it("merges unbondings of one block", () => {
    const w = new CosmosWorld();
    delegate(w, 100n * COIN);
    undelegate(w, COIN);
    undelegate(w, 2n * COIN);
    const entries = w.k.staking.unbondings.get(`${BOB}/${VALIDATOR}`);
    expect(entries?.map((e) => e.balance)).toEqual([3n * COIN]);
  });

  it("refuses more than is delegated", () => {
    const w = new CosmosWorld();
    expect(undelegate(w, COIN)).toMatchObject({ code: 19, codespace: "staking" });
    delegate(w, COIN);
    expect(undelegate(w, 2n * COIN)).toMatchObject({ code: 18, codespace: "sdk" });
  });

  it("can be cancelled in part", () => {
    const w = new CosmosWorld();
    delegate(w, 10n * COIN);
    const creationHeight = BigInt(w.k.header.height);
    undelegate(w, 4n * COIN);
    const cancel = (amount: bigint, height = creationHeight) =>
      w.run(`${STAKING}.MsgCancelUnbondingDelegation`, {
        ...pair,
        amount: native(amount),
        creationHeight: height,
      });
    expect(cancel(5n * COIN).code).toBe(18);
    expect(cancel(COIN, 999n)).toMatchObject({ code: 38, codespace: "sdk" });
    expect(cancel(COIN).code).toBe(0);
    expect(delegatedTokens(w.k, BOB)).toBe(7n * COIN);
    expect(cancel(3n * COIN).code).toBe(0);
    expect(w.k.staking.unbondings.size).toBe(0);
  });

  it("refuses redelegation to the same validator", () => {
    const w = new CosmosWorld();
    delegate(w, COIN);
    const move = { validatorSrcAddress: VALIDATOR, validatorDstAddress: VALIDATOR };
    const message = { delegatorAddress: BOB, ...move, amount: native(COIN) };
    expect(w.run(`${STAKING}.MsgBeginRedelegate`, message)).toMatchObject({
      code: 29,
      codespace: "staking",
    });
  });
});

describe("staking: validators", () => {
  it("bonds a second validator and lets stake move to it", () => {
    const w = new CosmosWorld();
    const operator = bech32Convert(BOB, OPERATOR_PREFIX);
    const key = new Uint8Array(32).fill(9);
    const created = w.run(`${STAKING}.MsgCreateValidator`, {
      description: { moniker: "bob" },
      commission: {
        rate: (DEC_ONE / 10n).toString(),
        maxRate: (DEC_ONE / 2n).toString(),
        maxChangeRate: (DEC_ONE / 100n).toString(),
      },
      minSelfDelegation: "1",
      validatorAddress: operator,
      pubkey: {
        typeUrl: "/cosmos.crypto.ed25519.PubKey",
        value: new Uint8Array([10, 32, ...key]),
      },
      value: native(100n * COIN),
    });
    expect(created).toMatchObject({ code: 0 });
    expect(power(w)).toBe(500_000n);
    w.block();
    const bob = getValidator(w.k, operator);
    expect(bob === undefined ? 0n : votingPower(bob)).toBe(100n);
    const move = { validatorSrcAddress: VALIDATOR, validatorDstAddress: operator };
    const message = { delegatorAddress: ALICE, ...move, amount: native(50n * COIN) };
    expect(w.run(`${STAKING}.MsgBeginRedelegate`, message).code).toBe(0);
    w.block();
    expect(power(w)).toBe(499_950n);
    const back = { validatorSrcAddress: operator, validatorDstAddress: VALIDATOR };
    const transitive = { delegatorAddress: ALICE, ...back, amount: native(COIN) };
    expect(w.run(`${STAKING}.MsgBeginRedelegate`, transitive).code).toBe(32);
  });

  it.each<[string, object, string | undefined]>([
    ["70 bytes", { moniker: "é".repeat(35) }, undefined],
    ["72 bytes", { moniker: "é".repeat(36) }, "invalid moniker length; got: 72, max: 70"],
    ["a long contact", { securityContact: "名".repeat(47) }, "security contact length; got: 141"],
    ["long details", { details: "d".repeat(281) }, "invalid details length; got: 281, max: 280"],
  ])("measures a description in bytes: %s", (_name, change, refusal) => {
    const w = new CosmosWorld();
    const keep = "[do-not-modify]";
    const description = { moniker: keep, identity: keep, website: keep, details: keep };
    const outcome = w.run(`${STAKING}.MsgEditValidator`, {
      description: { ...description, securityContact: keep, ...change },
      validatorAddress: VALIDATOR,
      commissionRate: "",
      minSelfDelegation: "",
    });
    expect(outcome.code).toBe(refusal === undefined ? 0 : 18);
    if (refusal !== undefined) expect(outcome.log).toContain(refusal);
  });
});

describe("distribution", () => {
  it("pays delegators their share of fees, less tax and commission", () => {
    const w = new CosmosWorld(generous);
    delegate(w, 500_000n * COIN);
    w.block();
    mintCoins(w.k, moduleAddress("fee_collector"), USDC_DENOM, FEES);
    w.block();
    const request = cosmosDistribution.QueryDelegationTotalRewardsRequest.encode({
      delegatorAddress: BOB,
    }).finish();
    const answer = w.query(
      "/cosmos.distribution.v1beta1.Query/DelegationTotalRewards",
      request,
      cosmosDistribution.QueryDelegationTotalRewardsResponse,
    );
    const expected = (FEES * 98n * 90n) / 10_000n / 2n;
    expect("total" in answer ? answer.total : []).toEqual([
      { denom: USDC_DENOM, amount: (expected * DEC_ONE).toString() },
    ]);
    const before = balanceOf(w.k, BOB, USDC_DENOM);
    const paid = w.run(`${DISTRIBUTION}.MsgWithdrawDelegatorReward`, pair);
    expect(eventOf(paid.events, "withdraw_rewards")?.amount).toBe(`${expected}${USDC_DENOM}`);
    expect(balanceOf(w.k, BOB, USDC_DENOM) - before).toBe(expected);
    const again = w.run(`${DISTRIBUTION}.MsgWithdrawDelegatorReward`, pair);
    expect(eventOf(again.events, "withdraw_rewards")?.amount).toBe("0stake");
  });

  it("pays the commission to the operator", () => {
    const w = new CosmosWorld();
    mintCoins(w.k, moduleAddress("fee_collector"), USDC_DENOM, 1_000n);
    w.block();
    const before = balanceOf(w.k, ALICE, USDC_DENOM);
    const message = { validatorAddress: VALIDATOR };
    expect(w.run(`${DISTRIBUTION}.MsgWithdrawValidatorCommission`, message).code).toBe(0);
    expect(balanceOf(w.k, ALICE, USDC_DENOM) - before).toBe(980n);
    expect(w.run(`${DISTRIBUTION}.MsgWithdrawValidatorCommission`, message).code).toBe(7);
  });

  it("fills and spends the community pool", () => {
    const w = new CosmosWorld();
    const amount = [native(5_000n)];
    const fund = { depositor: BOB, amount };
    expect(w.run(`${DISTRIBUTION}.MsgFundCommunityPool`, fund).code).toBe(0);
    const spend = (authority: string, value: bigint) =>
      w.run(`${DISTRIBUTION}.MsgCommunityPoolSpend`, {
        authority,
        recipient: ALICE,
        amount: [native(value)],
      });
    expect(spend(ALICE, 1n)).toMatchObject({ code: 13, codespace: "gov" });
    expect(spend(GOV_ADDRESS, 5_001n)).toMatchObject({ code: 9, codespace: "distribution" });
    expect(spend(GOV_ADDRESS, 5_000n).code).toBe(0);
    w.block();
  });
});

describe("govplus: slashing", () => {
  it("burns tokens; rewards earned before stay whole", () => {
    const w = new CosmosWorld(generous);
    delegate(w, 500_000n * COIN);
    w.block();
    mintCoins(w.k, moduleAddress("fee_collector"), USDC_DENOM, FEES);
    w.block();
    const validator = getValidator(w.k, VALIDATOR);
    const key = Uint8Array.from(Buffer.from(validator?.consensusKey ?? "", "base64"));
    const slash = (change: object) =>
      w.run("/dydxprotocol.govplus.MsgSlashValidator", {
        authority: GOV_ADDRESS,
        validatorAddress: bech32Encode(CONSENSUS_PREFIX, consensusAddressBytes(key)),
        infractionHeight: 1,
        tokensAtInfractionHeight: encodeSerializableInt(500_000n * COIN),
        slashFactor: (DEC_ONE / 10n).toString(),
        ...change,
      });
    expect(slash({ validatorAddress: BOB }).code).toBe(400);
    expect(slash({ slashFactor: (2n * DEC_ONE).toString() }).code).toBe(402);
    expect(slash({ tokensAtInfractionHeight: encodeSerializableInt(0n) }).code).toBe(403);
    expect(slash({ authority: ALICE })).toMatchObject({ code: 13, codespace: "gov" });
    expect(slash({}).code).toBe(0);
    expect(getValidator(w.k, VALIDATOR)?.tokens).toBe(950_000n * COIN);
    expect(delegatedTokens(w.k, BOB)).toBe(475_000n * COIN);
    w.block();
    const paid = w.run(`${DISTRIBUTION}.MsgWithdrawDelegatorReward`, pair);
    expect(eventOf(paid.events, "withdraw_rewards")?.amount).toBe(`441000000000${USDC_DENOM}`);
    w.block();
  });
});
