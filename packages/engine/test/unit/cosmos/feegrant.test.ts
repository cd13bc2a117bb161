import { encodeAny } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { NATIVE_DENOM } from "../../../src/bank/index.js";
import { useAllowance } from "../../../src/feegrant/index.js";
import { BOB, CARL, CosmosWorld, eventOf } from "./world.js";

const PACKAGE = "/cosmos.feegrant.v1beta1";
const SEND = "/cosmos.bank.v1beta1.MsgSend";
const PARTIES = { granter: BOB, grantee: CARL };
const coins = (amount: bigint) => [{ denom: NATIVE_DENOM, amount: amount.toString() }];

const basic = (spendLimit: bigint, expiration?: number) => ({
  spendLimit: spendLimit === 0n ? [] : coins(spendLimit),
  expiration: expiration === undefined ? undefined : { seconds: BigInt(expiration), nanos: 0 },
});
const basicAny = (...args: Parameters<typeof basic>) =>
  encodeAny(`${PACKAGE}.BasicAllowance`, basic(...args));

const grant = (w: CosmosWorld, allowance: object | undefined) =>
  w.run(`${PACKAGE}.MsgGrantAllowance`, { ...PARTIES, allowance });
/** Pays a fee under the grant; the code of the refusal, if any. */
const pay = (w: CosmosWorld, amount: bigint, urls = [SEND]) =>
  useAllowance(w.k, PARTIES, [{ denom: NATIVE_DENOM, amount }], urls)?.code;

describe("feegrant", () => {
  it("is given once, revoked once, never to oneself", () => {
    const w = new CosmosWorld();
    expect(eventOf(grant(w, basicAny(5n)).events, "set_feegrant")).toEqual(PARTIES);
    expect(grant(w, basicAny(5n)).code).toBe(18);
    const self = { granter: BOB, grantee: BOB, allowance: basicAny(5n) };
    expect(w.run(`${PACKAGE}.MsgGrantAllowance`, self).code).toBe(7);
    const revoke = () => w.run(`${PACKAGE}.MsgRevokeAllowance`, PARTIES);
    expect(revoke().code).toBe(0);
    expect(revoke()).toMatchObject({ code: 38, codespace: "sdk" });
    expect(pay(w, 1n), "gone").toBe(38);
  });

  it("a basic allowance shrinks and ends", () => {
    const w = new CosmosWorld();
    grant(w, basicAny(5n));
    expect(pay(w, 6n)).toBe(2);
    expect(pay(w, 3n)).toBeUndefined();
    expect(pay(w, 3n)).toBe(2);
    expect(pay(w, 2n)).toBeUndefined();
    expect(pay(w, 1n), "used up").toBe(38);
    grant(w, basicAny(0n));
    expect(pay(w, 10n ** 30n), "no limit").toBeUndefined();
  });

  it("expires in EndBlock", () => {
    const w = new CosmosWorld();
    expect(grant(w, basicAny(5n, w.seconds - 1)).code).toBe(18);
    expect(grant(w, basicAny(5n, w.seconds + 10)).code).toBe(0);
    w.block(9);
    expect(pay(w, 1n)).toBeUndefined();
    w.block(1);
    w.block(1);
    expect(pay(w, 1n)).toBe(38);
  });

  it("a periodic allowance starts full again, within the absolute limit", () => {
    const w = new CosmosWorld();
    const allowance = encodeAny(`${PACKAGE}.PeriodicAllowance`, {
      basic: basic(12n),
      period: { seconds: 100n, nanos: 0 },
      periodSpendLimit: coins(5n),
      periodCanSpend: [],
      periodReset: undefined,
    });
    expect(grant(w, allowance).code).toBe(0);
    expect(pay(w, 6n)).toBe(2);
    expect(pay(w, 5n)).toBeUndefined();
    expect(pay(w, 1n)).toBe(2);
    w.block(101);
    expect(pay(w, 5n)).toBeUndefined();
    w.block(101);
    expect(pay(w, 3n), "only two are left in all").toBe(2);
    expect(pay(w, 2n)).toBeUndefined();
    expect(pay(w, 1n)).toBe(38);
  });

  it("a filter lets only its messages through", () => {
    const w = new CosmosWorld();
    const filter = (allowedMessages: string[]) =>
      encodeAny(`${PACKAGE}.AllowedMsgAllowance`, { allowance: basicAny(5n), allowedMessages });
    expect(grant(w, filter([])).code).toBe(6);
    expect(grant(w, filter([SEND])).code).toBe(0);
    expect(pay(w, 1n, [SEND, "/cosmos.gov.v1.MsgVote"])).toBe(7);
    expect(pay(w, 4n)).toBeUndefined();
    expect(pay(w, 2n), "the inner limit counts").toBe(2);
  });
});
