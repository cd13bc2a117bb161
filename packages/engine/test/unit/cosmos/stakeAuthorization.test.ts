import { cosmosStaking, encodeAny } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { NATIVE_DENOM } from "../../../src/bank/index.js";
import { BOB, CARL, CosmosWorld, eventOf, VALIDATOR } from "./world.js";

const AUTHZ = "/cosmos.authz.v1beta1";
const STAKE = "/cosmos.staking.v1beta1.StakeAuthorization";
const DELEGATE = "/cosmos.staking.v1beta1.MsgDelegate";
const { AUTHORIZATION_TYPE_DELEGATE, AUTHORIZATION_TYPE_UNSPECIFIED } =
  cosmosStaking.AuthorizationType;
const coin = (amount: string) => ({ denom: NATIVE_DENOM, amount });

/** Bob lets Carl stake. */
function grant(w: CosmosWorld, change: Partial<cosmosStaking.StakeAuthorization>) {
  const authorization = cosmosStaking.StakeAuthorization.fromPartial({
    authorizationType: AUTHORIZATION_TYPE_DELEGATE,
    ...change,
  });
  return w.run(`${AUTHZ}.MsgGrant`, {
    granter: BOB,
    grantee: CARL,
    grant: { authorization: encodeAny(STAKE, authorization) },
  });
}

function delegate(w: CosmosWorld, amount: string) {
  const message = cosmosStaking.MsgDelegate.fromPartial({
    delegatorAddress: BOB,
    validatorAddress: VALIDATOR,
    amount: coin(amount),
  });
  return w.run(`${AUTHZ}.MsgExec`, { grantee: CARL, msgs: [encodeAny(DELEGATE, message)] });
}

describe("authz: stake authorizations", () => {
  it("cover the message of their type and shrink to nothing", () => {
    const w = new CosmosWorld();
    const granted = grant(w, { maxTokens: coin("10"), allowList: { address: [VALIDATOR] } });
    expect(eventOf(granted.events, `cosmos.authz.v1beta1.EventGrant`)?.msg_type_url).toBe(
      `"${DELEGATE}"`,
    );
    expect(delegate(w, "6").code).toBe(0);
    expect(delegate(w, "5")).toMatchObject({ codespace: "undefined", code: 1 });
    expect(eventOf(delegate(w, "4").events, "cosmos.authz.v1beta1.EventRevoke")).toBeDefined();
    expect(delegate(w, "1")).toMatchObject({ codespace: "authz", code: 2 });
  });

  it("keep to their lists of validators; without a limit they stay", () => {
    const w = new CosmosWorld();
    expect(grant(w, { denyList: { address: [VALIDATOR] } }).code).toBe(0);
    expect(delegate(w, "1")).toMatchObject({
      codespace: "sdk",
      code: 4,
      log: `cannot delegate/undelegate to ${VALIDATOR} validator: unauthorized`,
    });
    expect(grant(w, { allowList: { address: ["dydxvaloper1other"] } }).code).toBe(0);
    expect(delegate(w, "1").code).toBe(4);
    expect(grant(w, {}).code).toBe(0);
    expect(delegate(w, "1").code).toBe(0);
    expect(delegate(w, "1").code).toBe(0);
  });

  it("need a type and no negative limit", () => {
    const w = new CosmosWorld();
    const none = { authorizationType: AUTHORIZATION_TYPE_UNSPECIFIED };
    expect(grant(w, none)).toMatchObject({ codespace: "authz", code: 4 });
    expect(grant(w, { maxTokens: coin("-1") })).toMatchObject({ codespace: "authz", code: 12 });
  });
});
