import { cosmosAuthz } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import {
  type AnyMessage,
  blockTimeNs,
  emit,
  isRejection,
  nsOf,
  type Rejection,
  type RoutedMessage,
  reject,
} from "../state/index.js";
import { readAuthorization } from "./authorizations.js";
import { deleteGrant } from "./grants.js";
import { type AuthzKernel, authzRejection, grantKey, setGrant } from "./state.js";

/** MsgExec: runs messages in the name of their signers, each under a grant. */
export function exec(k: AuthzKernel, m: cosmosAuthz.MsgExec): Rejection | Uint8Array {
  if (!isValidAddress(m.grantee)) {
    return reject("sdk", 7, `invalid grantee address: ${m.grantee}: invalid address`);
  }
  if (m.msgs.length === 0) return reject("sdk", 18, "messages cannot be empty: invalid request");
  const routed: RoutedMessage[] = [];
  for (const [i, any] of m.msgs.entries()) {
    const message = k.routeMessage(any);
    if (message === undefined) {
      return reject("sdk", 6, `unrecognized message route: ${any.typeUrl}: unknown request`);
    }
    const invalid = message.validateBasic();
    if (invalid !== undefined) return { ...invalid, log: `msg ${i}: ${invalid.log}` };
    routed.push(message);
  }
  const results: Uint8Array[] = [];
  for (const [i, message] of routed.entries()) {
    const outcome = dispatch(k, m.grantee, m.msgs[i] as AnyMessage, message, i);
    if (isRejection(outcome)) return outcome;
    results.push(outcome);
  }
  return cosmosAuthz.MsgExecResponse.encode({ results }).finish();
}

/** One message; its events carry `authz_msg_index` (app.md §1.8). */
function dispatch(
  k: AuthzKernel,
  grantee: string,
  any: AnyMessage,
  message: RoutedMessage,
  index: number,
): Rejection | Uint8Array {
  const [granter, ...others] = message.signers;
  if (granter === undefined || others.length > 0) return authzRejection(9);
  if (granter !== grantee) {
    const refused = useGrant(k, granter, grantee, any.typeUrl, message.value);
    if (refused !== undefined) return refused;
  }
  const before = k.abciEvents.length;
  const outcome = message.execute();
  if (isRejection(outcome)) {
    const log = `failed to execute message; message ${any.typeUrl}: ${outcome.log}`;
    return { ...outcome, log };
  }
  const events = k.abciEvents.all().slice(before);
  k.abciEvents.truncate(before);
  for (const e of events) {
    emit(k, e.type, [...e.attributes, ["authz_msg_index", String(index)]]);
  }
  return outcome;
}

function useGrant(
  k: AuthzKernel,
  granter: string,
  grantee: string,
  typeUrl: string,
  message: unknown,
): Rejection | undefined {
  const key = grantKey(granter, grantee, typeUrl);
  const grant = k.authz.grants.get(key);
  if (grant?.authorization === undefined) {
    const text = `failed to get grant with given granter: ${granter}, grantee: ${grantee} & msgType: ${typeUrl} `;
    return authzRejection(2, text);
  }
  const { expiration } = grant;
  if (expiration !== undefined && nsOf(expiration) < blockTimeNs(k.header)) {
    return authzRejection(6);
  }
  const authorization = readAuthorization(grant.authorization);
  if (isRejection(authorization)) return authorization;
  const accepted = authorization.accept(message);
  if (isRejection(accepted)) return accepted;
  if ("used" in accepted) return deleteGrant(k, granter, grantee, typeUrl);
  setGrant(k, key, { ...grant, authorization: { ...accepted.keep } });
  return undefined;
}
