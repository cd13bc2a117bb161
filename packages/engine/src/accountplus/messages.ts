import { accountplus } from "@perpetua/protocol";
import { GOV_ADDRESS } from "../auth/index.js";
import {
  type GenesisJson,
  handler,
  type MessageHandler,
  type Rejection,
  reject,
} from "../state/index.js";
import { fromBase64, validateAuthenticator } from "./authenticators.js";
import {
  type AccountplusKernel,
  authenticatorKey,
  getAuthenticator,
  isSmartAccountActive,
} from "./state.js";

const EMPTY = new Uint8Array();
const MAX_DATA_BYTES = 1024;

/** Reads `app_state.dydxaccountplus`. */
export function initGenesis(k: AccountplusKernel, json: GenesisJson): void {
  k.accountplus.isActive.set(json.at("params").at("is_smart_account_active").boolean(true));
  k.accountplus.nextAuthenticatorId.set(json.at("next_authenticator_id").number());
  for (const account of json.at("accounts").list()) {
    const address = account.at("address").string();
    const details = account.at("timestamp_nonce_details");
    const timestampNonces = details.at("timestamp_nonces").list();
    k.accountplus.nonces.set(address, {
      address,
      timestampNonceDetails: {
        timestampNonces: timestampNonces.map((nonce) => nonce.bigint()),
        maxEjectedNonce: details.at("max_ejected_nonce").bigint(),
      },
    });
  }
  for (const owner of json.at("authenticator_data").list()) {
    for (const entry of owner.at("authenticators").list()) {
      const id = entry.at("id").bigint();
      const config = fromBase64(entry.at("config").string());
      const record = { id, type: entry.at("type").string(), config };
      k.accountplus.authenticators.set(authenticatorKey(owner.at("address").string(), id), record);
    }
  }
}

function inactive(): Rejection {
  return reject("sdk", 4, "smartaccount is not active: unauthorized");
}

function addAuthenticator(
  k: AccountplusKernel,
  m: accountplus.MsgAddAuthenticator,
): Rejection | Uint8Array {
  if (!isSmartAccountActive(k)) return inactive();
  if (m.data.length > MAX_DATA_BYTES) {
    return reject(
      "dydxaccountplus",
      3,
      `Authenticator data exceeds maximum length: ${MAX_DATA_BYTES}`,
    );
  }
  const refused = validateAuthenticator(m.authenticatorType, m.data);
  if (refused !== undefined) return refused;
  const next = k.accountplus.nextAuthenticatorId.get() ?? 0;
  k.accountplus.nextAuthenticatorId.set(next + 1);
  const id = BigInt(next);
  const record = { id, type: m.authenticatorType, config: m.data };
  k.accountplus.authenticators.set(authenticatorKey(m.sender, id), record);
  return accountplus.MsgAddAuthenticatorResponse.encode({ success: true }).finish();
}

function removeAuthenticator(
  k: AccountplusKernel,
  m: accountplus.MsgRemoveAuthenticator,
): Rejection | Uint8Array {
  if (!isSmartAccountActive(k)) return inactive();
  if (getAuthenticator(k, m.sender, m.id) === undefined) {
    const what = `failed to get authenticator ${m.id} for address ${m.sender}`;
    return reject("dydxaccountplus", 1, `RemoveAuthenticator: ${what}: Authenticator is not found`);
  }
  k.accountplus.authenticators.delete(authenticatorKey(m.sender, m.id));
  return accountplus.MsgRemoveAuthenticatorResponse.encode({ success: true }).finish();
}

export const accountplusMessages: MessageHandler<AccountplusKernel, unknown>[] = [
  handler<AccountplusKernel, accountplus.MsgAddAuthenticator>({
    typeUrl: "/dydxprotocol.accountplus.MsgAddAuthenticator",
    codec: accountplus.MsgAddAuthenticator,
    category: "normal",
    signers: (m) => [m.sender],
    validateBasic: () => undefined,
    handle: addAuthenticator,
  }),
  handler<AccountplusKernel, accountplus.MsgRemoveAuthenticator>({
    typeUrl: "/dydxprotocol.accountplus.MsgRemoveAuthenticator",
    codec: accountplus.MsgRemoveAuthenticator,
    category: "normal",
    signers: (m) => [m.sender],
    validateBasic: () => undefined,
    handle: removeAuthenticator,
  }),
  handler<AccountplusKernel, accountplus.MsgSetActiveState>({
    typeUrl: "/dydxprotocol.accountplus.MsgSetActiveState",
    codec: accountplus.MsgSetActiveState,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => {
      if (m.authority !== GOV_ADDRESS)
        return reject("sdk", 4, `invalid authority ${m.authority}: unauthorized`);
      k.accountplus.isActive.set(m.active);
      return EMPTY;
    },
  }),
];
