import { cosmosStaking, encodeAny } from "@perpetua/protocol";
import { type Rejection, reject } from "../state/index.js";
import type { Acceptance, Authorization } from "./authorizations.js";
import { authzRejection } from "./state.js";

export const STAKE = "/cosmos.staking.v1beta1.StakeAuthorization";

type Grant = Readonly<cosmosStaking.StakeAuthorization>;

const { AuthorizationType } = cosmosStaking;
const PACKAGE = "/cosmos.staking.v1beta1";

/** Message of each type of grant, and whose member names the validator. */
const COVERED: Readonly<Record<number, string>> = {
  [AuthorizationType.AUTHORIZATION_TYPE_DELEGATE]: `${PACKAGE}.MsgDelegate`,
  [AuthorizationType.AUTHORIZATION_TYPE_UNDELEGATE]: `${PACKAGE}.MsgUndelegate`,
  [AuthorizationType.AUTHORIZATION_TYPE_REDELEGATE]: `${PACKAGE}.MsgBeginRedelegate`,
  [AuthorizationType.AUTHORIZATION_TYPE_CANCEL_UNBONDING_DELEGATION]: `${PACKAGE}.MsgCancelUnbondingDelegation`,
};

/** The members that the four covered messages share. */
interface StakeMessage {
  readonly validatorAddress?: string;
  readonly validatorDstAddress?: string;
  readonly amount?: { readonly denom: string; readonly amount: string };
}

/** Staking with given validators up to a sum (SDK StakeAuthorization). */
export function stakeAuthorization(bytes: Uint8Array): Authorization {
  const grant = cosmosStaking.StakeAuthorization.decode(bytes);
  return {
    covers: COVERED[grant.authorizationType] ?? "",
    validateBasic: () => validate(grant),
    accept: (message) => accept(grant, message as StakeMessage),
  };
}

function validate({ maxTokens, authorizationType }: Grant): Rejection | undefined {
  if (maxTokens?.amount.startsWith("-")) {
    return authzRejection(12, `negative coin amount: ${maxTokens.amount}${maxTokens.denom}`);
  }
  return COVERED[authorizationType] === undefined ? authzRejection(4) : undefined;
}

/** The limit shrinks by what is moved; at zero the grant is gone. */
function accept(grant: Grant, message: StakeMessage): Rejection | Acceptance {
  const validator = message.validatorDstAddress ?? message.validatorAddress ?? "";
  const allowed = grant.allowList?.address ?? [];
  const denied = grant.denyList?.address.includes(validator) ?? false;
  if (denied || (allowed.length > 0 && !allowed.includes(validator))) {
    const text = `cannot delegate/undelegate to ${validator} validator`;
    return reject("sdk", 4, `${text}: unauthorized`);
  }
  const { maxTokens } = grant;
  if (maxTokens === undefined) return { keep: encodeAny(STAKE, grant) };
  const { denom = "", amount = "0" } = message.amount ?? {};
  if (denom !== maxTokens.denom) {
    return reject("undefined", 1, `invalid coin denoms: ${maxTokens.denom}, ${denom}`);
  }
  const left = BigInt(maxTokens.amount || "0") - BigInt(amount || "0");
  if (left < 0n) return reject("undefined", 1, `negative coin amount: ${left}${denom}`);
  if (left === 0n) return { used: true };
  return { keep: encodeAny(STAKE, { ...grant, maxTokens: { denom, amount: left.toString() } }) };
}
