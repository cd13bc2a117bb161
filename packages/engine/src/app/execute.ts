import { type AbciEvent, emit, isRejection, type Rejection } from "../state/index.js";
import { runAnte } from "./ante.js";
import { type GasMeter, messageGas } from "./gas.js";
import type { EngineKernel } from "./kernel.js";
import { recovered } from "./recovered.js";
import {
  encodeResponses,
  FREE_GAS,
  failure,
  type GasInfo,
  success,
  type TxResult,
} from "./results.js";
import { decodeTransaction, type Transaction, type TxMessage } from "./transaction.js";

/** Runs `action` with an empty event list of its own and returns what it emitted. */
export function captureEvents<T>(k: EngineKernel, action: () => T): [T, AbciEvent[]] {
  const before = k.abciEvents.length;
  const value = action();
  return [value, k.abciEvents.all().slice(before)];
}

/**
 * Delivers one transaction of a block: ante chain, then messages; a refused message takes back what
 * the messages did but leaves the ante chain's fee and sequence (app.md §1.6).
 */
export function deliverTransaction(k: EngineKernel, bytes: Uint8Array): TxResult {
  const tx = decodeTransaction(bytes);
  if (isRejection(tx)) return failure(tx, { wanted: 0n, used: 0n });
  k.txHash = tx.hash;
  const { journal } = k.registry;
  const start = journal.mark();
  const [ante, anteEvents] = captureEvents(k, () => runAnte(k, tx));
  const gasOf = (): GasInfo =>
    ante.gas === undefined ? FREE_GAS : { wanted: ante.gas.limit, used: ante.gas.used };
  if (ante.rejection !== undefined) {
    journal.revert(start);
    return failure(ante.rejection, gasOf());
  }
  const afterAnte = journal.mark();
  const [outcome, events] = captureEvents(k, () => runMessages(k, tx, ante.gas));
  if (isRejection(outcome)) {
    journal.revert(afterAnte);
    return failure(outcome, gasOf(), anteEvents);
  }
  return success("", outcome, gasOf(), [...anteEvents, ...events]);
}

/** Executes all messages in order; returns the encoded responses. */
export function runMessages(
  k: EngineKernel,
  tx: Transaction,
  gas?: GasMeter,
): Rejection | Uint8Array {
  const responses: { typeUrl: string; value: Uint8Array }[] = [];
  for (const [i, message] of tx.messages.entries()) {
    // It breaks off the whole transaction, so no message is named.
    const outOfGas = chargeFor(message, gas);
    if (outOfGas !== undefined) return outOfGas;
    const outcome = runMessage(k, message, i);
    if (isRejection(outcome)) {
      const log = `failed to execute message; message index: ${i}: ${outcome.log}`;
      return { ...outcome, log };
    }
    responses.push({ typeUrl: message.typeUrl, value: outcome });
  }
  return encodeResponses(responses);
}

function chargeFor(message: TxMessage, gas: GasMeter | undefined): Rejection | undefined {
  return gas?.consume(messageGas(message.typeUrl), "WriteFlat");
}

/**
 * What a proposer injects is ours: if that breaks off, the chain must stop, not go on without it.
 */
function handle(k: EngineKernel, { handler, value }: TxMessage): Rejection | Uint8Array {
  const run = () => handler.handle(k, value);
  return handler.category === "injected" ? run() : recovered(run);
}

/** One message: its `message` event first, then the handler's, each with the message's index. */
function runMessage(k: EngineKernel, message: TxMessage, index: number): Rejection | Uint8Array {
  const [outcome, events] = captureEvents(k, () => handle(k, message));
  if (isRejection(outcome)) return outcome;
  k.abciEvents.truncate(k.abciEvents.length - events.length);
  const sender = message.handler.signers(message.value)[0];
  const [, , module = ""] = /^\/([a-z]+)\.([a-z]+)\./.exec(message.typeUrl) ?? [];
  emit(k, "message", [
    ["action", message.typeUrl],
    ...(sender === undefined ? [] : [["sender", sender] as const]),
    ["module", module],
    ["msg_index", String(index)],
  ]);
  for (const e of events) emit(k, e.type, [...e.attributes, ["msg_index", String(index)]]);
  return outcome;
}
