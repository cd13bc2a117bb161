import { InvariantError } from "../math/index.js";
import { type Rejection, reject } from "../state/index.js";

/** Codespace and code of a message whose handler broke off (cosmos-sdk `ErrPanic`). */
export const PANIC = { codespace: "undefined", code: 111_222 } as const;

/**
 * Runs what a message asks for; a broken invariant is a refusal, as the reference recovers from
 * panics: one message must not stop the chain. The caller reverts the journal, as for any refusal.
 * Other errors are faults of the program and pass through.
 */
export function recovered<T>(execute: () => T): T | Rejection {
  try {
    return execute();
  } catch (error) {
    if (!(error instanceof InvariantError) && !(error instanceof RangeError)) throw error;
    return reject(PANIC.codespace, PANIC.code, `PANICKED: ${error.message}`);
  }
}
