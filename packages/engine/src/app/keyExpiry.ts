import { getAuthenticator, isSmartAccountActive } from "../accountplus/index.js";
import { isRejection } from "../state/index.js";
import type { EngineKernel } from "./kernel.js";
import { selectedAuthenticators } from "./signatures.js";
import { decodeTransaction } from "./transaction.js";

/**
 * Whether a resting order's permission is gone: it was placed through authenticators of which one
 * no longer exists, or smart accounts are off (clob.md §4.3 step 4, app.md §14.4).
 */
export function isKeyExpired(k: EngineKernel, txBytes: Uint8Array): boolean {
  const tx = decodeTransaction(txBytes);
  if (isRejection(tx)) return false;
  const ids = selectedAuthenticators(tx);
  if (ids.length === 0) return false;
  if (!isSmartAccountActive(k)) return true;
  return tx.messages.some(({ handler, value }, i) => {
    const id = ids[i];
    const owner = handler.signers(value)[0];
    if (id === undefined || owner === undefined) return true;
    return getAuthenticator(k, owner, id) === undefined;
  });
}
