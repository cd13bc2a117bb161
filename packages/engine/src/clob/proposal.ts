import type { clob } from "@perpetua/protocol";
import type { OffChainMessage } from "./memclob/offchain.js";
import type { ClobKernel } from "./state.js";

/** The operations this node would propose now (clob.md §6.2). */
export function operationsToPropose(k: ClobKernel): clob.OperationRaw[] {
  return k.memclob.queue.toRaw();
}

/** The off-chain updates noted since the last call, for the topic `to-vulcan` (clob.md §10.1). */
export function drainOffchain(k: ClobKernel): OffChainMessage[] {
  return k.memclob.offchain.drain();
}
