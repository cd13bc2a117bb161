import type { clob } from "@perpetua/protocol";
import { Mode } from "../state/index.js";
import type { OffChainMessage } from "./memclob/offchain.js";
import { executableOperations } from "./operations/execute.js";
import type { ClobKernel } from "./state.js";

/**
 * The operations this node would propose now (clob.md §6.2). When the check state holds money or
 * settings that the block will not have yet, only those that it will carry out.
 */
export function operationsToPropose(k: ClobKernel): clob.OperationRaw[] {
  const operations = k.memclob.queue.toRaw();
  if (!k.memclob.isCheckStateAhead) return operations;
  const { header, mode } = k;
  k.header = { ...header, height: header.height + 1 };
  k.mode = Mode.Deliver;
  try {
    return k.registry.journal.onCommitted(() => executableOperations(k, operations));
  } finally {
    k.header = header;
    k.mode = mode;
  }
}

/** The off-chain updates noted since the last call, for the topic `to-vulcan` (clob.md §10.1). */
export function drainOffchain(k: ClobKernel): OffChainMessage[] {
  return k.memclob.offchain.drain();
}
