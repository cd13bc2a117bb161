import { assert } from "../math/index.js";
import { type AccountplusKernel, authenticatorKey } from "./state.js";
import { MAX_STORED } from "./timestampNonce.js";

/** Authenticators lie under ids that were given out; few nonces are remembered, none twice. */
export function checkInvariants(k: AccountplusKernel): void {
  const next = BigInt(k.accountplus.nextAuthenticatorId.get() ?? 0);
  for (const [key, { id }] of k.accountplus.authenticators.unordered()) {
    const [owner = ""] = key.split("/");
    assert(key === authenticatorKey(owner, id), `authenticator ${id} is stored under ${key}`);
    assert(id < next, `authenticator ${id} was never numbered`);
  }
  for (const [address, { timestampNonceDetails }] of k.accountplus.nonces.unordered()) {
    const nonces = timestampNonceDetails?.timestampNonces ?? [];
    assert(nonces.length <= MAX_STORED, `${nonces.length} nonces of ${address}`);
    assert(new Set(nonces).size === nonces.length, `a nonce of ${address} was used twice`);
  }
}
