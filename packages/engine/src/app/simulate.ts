import { cosmosBase, cosmosTx } from "@perpetua/protocol";
import type { QueryResult } from "../query/index.js";
import { isRejection, Mode } from "../state/index.js";
import { runAnte } from "./ante.js";
import { captureEvents, runMessages } from "./execute.js";
import type { EngineKernel } from "./kernel.js";
import { failure, success, type TxResult } from "./results.js";
import { isShortTermTransaction } from "./routes.js";
import { decodeTransaction } from "./transaction.js";

/** The limit of a meter that has none, as clients see it. */
const UNLIMITED = 2n ** 64n - 1n;

/** Runs `action` in another mode on a branch and takes everything back. */
function onBranch<T>(k: EngineKernel, mode: Mode, action: () => T): T {
  const before = k.mode;
  const mark = k.registry.journal.mark();
  k.mode = mode;
  try {
    return action();
  } finally {
    k.registry.journal.revert(mark);
    k.mode = before;
  }
}

/**
 * Executes a transaction without its signatures; `gasUsed` is what a client needs (wire.md §2.2).
 * Short-term orders stop after the ante chain.
 */
export function simulate(k: EngineKernel, bytes: Uint8Array): TxResult {
  const tx = decodeTransaction(bytes);
  if (isRejection(tx)) return failure(tx, { wanted: 0n, used: 0n });
  return onBranch(k, Mode.Simulate, () => {
    const [ante, events] = captureEvents(k, () => runAnte(k, tx));
    const skip = isShortTermTransaction(tx);
    const outcome = ante.rejection ?? (skip ? new Uint8Array() : runMessages(k, tx, ante.gas));
    const gas = { wanted: UNLIMITED, used: ante.gas?.used ?? 0n };
    return isRejection(outcome) ? failure(outcome, gas) : success("", outcome, gas, events);
  });
}

/** The ante chain alone, as `check_tx` of the RPC asks it: nothing is kept. */
export function checkOnly(k: EngineKernel, bytes: Uint8Array): TxResult {
  const tx = decodeTransaction(bytes);
  if (isRejection(tx)) return failure(tx, { wanted: 0n, used: 0n });
  return onBranch(k, Mode.CheckTx, () => {
    const [ante, events] = captureEvents(k, () => runAnte(k, tx));
    const gas = { wanted: ante.gas?.limit ?? 0n, used: ante.gas?.used ?? 0n };
    if (ante.rejection !== undefined) return failure(ante.rejection, gas);
    return success("[]", new Uint8Array(), gas, events);
  });
}

/**
 * `cosmos.tx.v1beta1.Service/Simulate` over abci_query and gRPC; a refused transaction is UNKNOWN
 * with the gas in its text.
 */
export function simulateQuery(k: EngineKernel, request: Uint8Array): QueryResult {
  const { tx, txBytes } = cosmosTx.SimulateRequest.decode(request);
  const bytes = txBytes.length > 0 || tx === undefined ? txBytes : rawOf(tx);
  if (bytes.length === 0)
    return { code: 3, value: new Uint8Array(), message: "empty txBytes is not allowed" };
  const result = simulate(k, bytes);
  if (result.code !== 0) {
    const message = `${result.log} with gas used: '${result.gasUsed}'`;
    return { code: 2, value: new Uint8Array(), message };
  }
  const value = cosmosTx.SimulateResponse.encode({
    gasInfo: { gasWanted: result.gasWanted, gasUsed: result.gasUsed },
    result: cosmosBase.Result.fromPartial({ data: result.data, log: result.log }),
  }).finish();
  return { code: 0, value, message: "" };
}

/** The deprecated form of the request carries the parts; bytes are made from them. */
function rawOf(tx: cosmosTx.Tx): Uint8Array {
  return cosmosTx.TxRaw.encode({
    bodyBytes: cosmosTx.TxBody.encode(tx.body ?? cosmosTx.TxBody.fromPartial({})).finish(),
    authInfoBytes: cosmosTx.AuthInfo.encode(
      tx.authInfo ?? cosmosTx.AuthInfo.fromPartial({}),
    ).finish(),
    signatures: tx.signatures,
  }).finish();
}
