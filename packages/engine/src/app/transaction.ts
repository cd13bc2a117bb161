import { type cosmosTx, decodeTx, txHash } from "@perpetua/protocol";
import { type AnyMessage, type MessageHandler, type Rejection, reject } from "../state/index.js";
import type { EngineKernel } from "./kernel.js";
import { messageHandlers } from "./messageTable.js";
import { malformedNumber } from "./wireNumbers.js";

/** One message of a transaction with the handler that knows it. */
export interface TxMessage {
  readonly typeUrl: string;
  readonly value: unknown;
  readonly handler: MessageHandler<EngineKernel, unknown>;
}

/** A decoded transaction; `raw` are the bytes that were signed and hashed. */
export interface Transaction {
  readonly bytes: Uint8Array;
  readonly hash: string;
  readonly raw: cosmosTx.TxRaw;
  readonly body: cosmosTx.TxBody;
  readonly authInfo: cosmosTx.AuthInfo;
  readonly messages: readonly TxMessage[];
}

const decodedByBytes = new WeakMap<Uint8Array, Rejection | Transaction>();

/**
 * Decodes an envelope and its messages; refusals are sdk 2 (wire.md §2.4).
 * PERF: remembered per byte array, since a transaction is looked at on arrival, in the proposal and
 * in the block.
 */
export function decodeTransaction(bytes: Uint8Array): Rejection | Transaction {
  let decoded = decodedByBytes.get(bytes);
  if (decoded === undefined) {
    decoded = decode(bytes);
    decodedByBytes.set(bytes, decoded);
  }
  return decoded;
}

function decode(bytes: Uint8Array): Rejection | Transaction {
  const decoded = decodeTx(bytes);
  if (!decoded.ok) return parseError(decoded.log);
  const { raw, body, authInfo } = decoded.tx;
  const messages: TxMessage[] = [];
  for (const any of body.messages) {
    const handler = messageHandlers.get(any.typeUrl);
    if (handler === undefined) return parseError(`unable to resolve type URL ${any.typeUrl}`);
    try {
      const value = handler.codec.decode(any.value);
      const bad = malformedNumber(any.typeUrl.slice(1), value as object);
      if (bad !== undefined) return parseError(`${any.typeUrl}: malformed number in ${bad}`);
      const unknown = handler.category === "nested" ? unknownInner(value) : undefined;
      if (unknown !== undefined) return parseError(`unable to resolve type URL ${unknown}`);
      messages.push({ typeUrl: any.typeUrl, value, handler });
    } catch (error) {
      return parseError(error instanceof Error ? error.message : String(error));
    }
  }
  return { bytes, hash: txHash(bytes), raw, body, authInfo, messages };
}

/** Type URL of a carried message that this chain does not know or cannot read. */
function unknownInner(value: unknown): string | undefined {
  for (const inner of innerMessages(value)) {
    const handler = messageHandlers.get(inner.typeUrl);
    if (handler === undefined) return inner.typeUrl;
    const message = handler.codec.decode(inner.value) as object;
    if (malformedNumber(inner.typeUrl.slice(1), message) !== undefined) return inner.typeUrl;
  }
  return undefined;
}

/** Messages inside MsgSubmitProposal and MsgExec. */
function innerMessages(value: unknown): readonly AnyMessage[] {
  const { messages, msgs } = value as { messages?: AnyMessage[]; msgs?: AnyMessage[] };
  return messages ?? msgs ?? [];
}

function parseError(detail: string): Rejection {
  return reject("sdk", 2, detail === "" ? "tx parse error" : `${detail}: tx parse error`);
}
