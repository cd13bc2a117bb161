import { cosmosAuthz, cosmosBank, encodeAny } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import { addCoins, type Coin, parseCoins, storedCoins, wireCoin } from "../bank/index.js";
import { type AnyMessage, isRejection, type Rejection, reject } from "../state/index.js";
import { STAKE, stakeAuthorization } from "./stakeAuthorization.js";

const GENERIC = "/cosmos.authz.v1beta1.GenericAuthorization";
const SEND = "/cosmos.bank.v1beta1.SendAuthorization";
const MSG_SEND = "/cosmos.bank.v1beta1.MsgSend";

/** What a grant becomes after a message was accepted under it. */
export type Acceptance = { readonly keep: AnyMessage } | { readonly used: true };

/** A permission that an account may give to another. */
export interface Authorization {
  /** Type URL of the messages that it covers. */
  readonly covers: string;
  validateBasic(): Rejection | undefined;
  accept(message: unknown): Rejection | Acceptance;
}

/** Reads an authorization. */
export function readAuthorization(any: AnyMessage): Rejection | Authorization {
  if (any.typeUrl === GENERIC) return generic(any);
  if (any.typeUrl === STAKE) return stakeAuthorization(any.value);
  if (any.typeUrl === SEND) return send(cosmosBank.SendAuthorization.decode(any.value));
  return reject("sdk", 29, `unknown authorization ${any.typeUrl}: invalid type`);
}

function generic(any: AnyMessage): Authorization {
  return {
    covers: cosmosAuthz.GenericAuthorization.decode(any.value).msg,
    validateBasic: () => undefined,
    accept: () => ({ keep: any }),
  };
}

function send(grant: cosmosBank.SendAuthorization): Authorization {
  return {
    covers: MSG_SEND,
    validateBasic: () => validateSend(grant),
    accept: (message) => acceptSend(grant, message as cosmosBank.MsgSend),
  };
}

function validateSend(grant: cosmosBank.SendAuthorization): Rejection | undefined {
  const limit = parseCoins(grant.spendLimit);
  if (isRejection(limit) || limit.length === 0) {
    return reject("sdk", 10, "spend limit must be positive: invalid coins");
  }
  const unique = new Set(grant.allowList);
  if (unique.size !== grant.allowList.length) {
    return reject("sdk", 18, "duplicate entry in allow list: invalid request");
  }
  const bad = grant.allowList.find((address) => !isValidAddress(address));
  return bad === undefined ? undefined : reject("sdk", 7, `${bad}: invalid address`);
}

/** The limit shrinks by what is sent; at zero the grant is gone. */
function acceptSend(
  grant: cosmosBank.SendAuthorization,
  message: cosmosBank.MsgSend,
): Rejection | Acceptance {
  const spent: Coin[] = storedCoins(message.amount.filter((c) => /^-?\d+$/.test(c.amount)));
  const left = addCoins(
    storedCoins(grant.spendLimit),
    spent.map(({ denom, amount }) => ({ denom, amount: -amount })),
  );
  if (left.some((c) => c.amount < 0n)) {
    return reject("sdk", 5, "requested amount is more than spend limit: insufficient funds");
  }
  const allowed = grant.allowList.length === 0 || grant.allowList.includes(message.toAddress);
  if (!allowed) {
    return reject("sdk", 4, `cannot send to ${message.toAddress} address: unauthorized`);
  }
  if (left.length === 0) return { used: true };
  const { allowList } = grant;
  return { keep: encodeAny(SEND, { spendLimit: left.map(wireCoin), allowList }) };
}
