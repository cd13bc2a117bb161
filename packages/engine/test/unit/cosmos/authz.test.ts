import { cosmosAuthz, cosmosBank, encodeAny } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { balanceOf, USDC_DENOM } from "../../../src/bank/index.js";
import { ALICE, BOB, CARL, CosmosWorld, eventOf } from "./world.js";

const AUTHZ = "/cosmos.authz.v1beta1";
const MSG_SEND = "/cosmos.bank.v1beta1.MsgSend";
const usdc = (amount: bigint) => [{ denom: USDC_DENOM, amount: amount.toString() }];

const generic = (msg: string) => encodeAny(`${AUTHZ}.GenericAuthorization`, { msg });
const sendLimit = (limit: bigint, allowList: string[] = []) =>
  encodeAny("/cosmos.bank.v1beta1.SendAuthorization", { spendLimit: usdc(limit), allowList });

function grant(w: CosmosWorld, authorization: object, expiresIn?: number) {
  const expiration =
    expiresIn === undefined ? undefined : { seconds: BigInt(w.seconds + expiresIn), nanos: 0 };
  return w.run(`${AUTHZ}.MsgGrant`, {
    granter: BOB,
    grantee: CARL,
    grant: { authorization, expiration },
  });
}

/** Carl sends Bob's money. */
function exec(w: CosmosWorld, amount: bigint, toAddress = ALICE, grantee = CARL) {
  const send = cosmosBank.MsgSend.fromPartial({
    fromAddress: BOB,
    toAddress,
    amount: usdc(amount),
  });
  return w.run(`${AUTHZ}.MsgExec`, { grantee, msgs: [encodeAny(MSG_SEND, send)] });
}

describe("authz", () => {
  it("refuses execution without a grant, with the recorded text (edge, 175)", () => {
    const { code, codespace, log } = exec(new CosmosWorld(), 1n);
    expect({ code, codespace }).toEqual({ code: 2, codespace: "authz" });
    expect(log).toBe(
      `failed to get grant with given granter: ${BOB}, grantee: ${CARL} & msgType: ${MSG_SEND} : authorization not found`,
    );
  });

  it("executes under a generic grant; events carry the message's index", () => {
    const w = new CosmosWorld();
    const granted = grant(w, generic(MSG_SEND), 3600);
    expect(eventOf(granted.events, "cosmos.authz.v1beta1.EventGrant")).toEqual({
      grantee: `"${CARL}"`,
      granter: `"${BOB}"`,
      msg_type_url: `"${MSG_SEND}"`,
    });
    const before = balanceOf(w.k, ALICE, USDC_DENOM);
    const sent = exec(w, 5n);
    expect(cosmosAuthz.MsgExecResponse.decode(sent.data).results).toEqual([new Uint8Array()]);
    expect(eventOf(sent.events, "transfer")).toMatchObject({ sender: BOB, authz_msg_index: "0" });
    expect(balanceOf(w.k, ALICE, USDC_DENOM) - before).toBe(5n);
  });

  it("needs no grant for one's own messages", () => {
    expect(exec(new CosmosWorld(), 1n, ALICE, BOB).code).toBe(0);
  });

  it("wraps the refusal of the inner message", () => {
    const w = new CosmosWorld();
    grant(w, generic(MSG_SEND));
    expect(exec(w, 10n ** 30n)).toMatchObject({ code: 5, codespace: "sdk" });
  });

  it("spends a send grant down to nothing", () => {
    const w = new CosmosWorld();
    grant(w, sendLimit(10n));
    expect(exec(w, 11n)).toMatchObject({ code: 5, codespace: "sdk" });
    expect(exec(w, 6n).code).toBe(0);
    expect(exec(w, 5n).code).toBe(5);
    const last = exec(w, 4n);
    expect(eventOf(last.events, "cosmos.authz.v1beta1.EventRevoke")).toBeDefined();
    expect(exec(w, 1n).code).toBe(2);
  });

  it("keeps to the allow list", () => {
    const w = new CosmosWorld();
    grant(w, sendLimit(10n, [ALICE]));
    expect(exec(w, 1n, CARL)).toMatchObject({ code: 4, codespace: "sdk" });
    expect(exec(w, 1n, ALICE).code).toBe(0);
    expect(grant(w, sendLimit(10n, [ALICE, ALICE])).code).toBe(18);
    expect(grant(w, sendLimit(0n)).code).toBe(10);
  });

  it("ends at the expiration", () => {
    const w = new CosmosWorld();
    expect(grant(w, generic(MSG_SEND), 0)).toMatchObject({ code: 3, codespace: "authz" });
    grant(w, generic(MSG_SEND), 10);
    w.block(9);
    expect(exec(w, 1n).code).toBe(0);
    w.block(1);
    expect(exec(w, 1n).code).toBe(2);
  });

  it("can be revoked once", () => {
    const w = new CosmosWorld();
    grant(w, generic(MSG_SEND));
    const revoke = () =>
      w.run(`${AUTHZ}.MsgRevoke`, { granter: BOB, grantee: CARL, msgTypeUrl: MSG_SEND });
    expect(revoke().code).toBe(0);
    expect(revoke()).toMatchObject({ code: 2, codespace: "authz" });
  });

  it("grants messages of this chain, but nothing to oneself and nothing unknown", () => {
    const w = new CosmosWorld();
    expect(grant(w, generic("/dydxprotocol.sending.MsgCreateTransfer")).code).toBe(0);
    expect(grant(w, generic("/nope.Msg"))).toMatchObject({ code: 29, codespace: "sdk" });
    const self = { granter: BOB, grantee: BOB, grant: { authorization: generic(MSG_SEND) } };
    expect(w.run(`${AUTHZ}.MsgGrant`, self)).toMatchObject({ code: 7, codespace: "authz" });
  });
});
