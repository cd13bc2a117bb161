import { encodeAny, fromProtoJson, type JsonValue } from "@perpetua/protocol";
import { DELAYMSG_ADDRESS } from "../auth/index.js";
import { assert } from "../math/index.js";
import {
  type AnyMessage,
  type GenesisJson,
  isRejection,
  type Rejection,
  type RoutedMessage,
  reject,
} from "../state/index.js";
import type { EngineKernel } from "./kernel.js";
import { messageHandlers } from "./messageTable.js";
import { recovered } from "./recovered.js";
import { malformedNumber } from "./wireNumbers.js";

/** Finds the handler of a message that another one carries. */
export function routeMessage(k: EngineKernel, any: AnyMessage): RoutedMessage | undefined {
  const handler = messageHandlers.get(any.typeUrl);
  if (handler === undefined) return undefined;
  const value = decodeValue(handler.codec, any.value);
  if (value === undefined) return undefined;
  if (malformedNumber(any.typeUrl.slice(1), value as object) !== undefined) return undefined;
  return {
    value,
    signers: handler.signers(value),
    validateBasic: () => handler.validateBasic(value),
    execute: () => handler.handle(k, value),
  };
}

function decodeValue(codec: { decode(bytes: Uint8Array): unknown }, bytes: Uint8Array): unknown {
  try {
    return codec.decode(bytes);
  } catch {
    return undefined; // Malformed bytes are the sender's fault; the caller refuses the message.
  }
}

/**
 * Runs a message of governance or delaymsg: no ante checks, fees or gas; a refusal takes everything
 * back. A handler that breaks an invariant is a refusal too, as the reference recovers from panics
 * here (app.md part 6).
 */
export function executeInternal(k: EngineKernel, any: AnyMessage): Rejection | undefined {
  const routed = routeMessage(k, any);
  if (routed === undefined) return reject("sdk", 6, `${any.typeUrl}: unknown request`);
  const mark = k.registry.journal.mark();
  const outcome = recovered(() => routed.execute());
  if (!isRejection(outcome)) return undefined;
  k.registry.journal.revert(mark);
  return outcome;
}

/** Whether a message may be delayed (app.md part 6): routable, valid, signed by delaymsg alone. */
export function delayableRejection(k: EngineKernel, any: AnyMessage): Rejection | undefined {
  const routed = routeMessage(k, any);
  if (routed === undefined)
    return reject("delaymsg", 3, `${any.typeUrl}: Message not recognized by router`);
  const invalid = routed.validateBasic();
  if (invalid !== undefined) return invalid;
  const { signers } = routed;
  if (signers.length === 1 && signers[0] === DELAYMSG_ADDRESS) return undefined;
  return reject("delaymsg", 4, "message signer must be delaymsg module address: Invalid signer");
}

/** Reads a message that a genesis file holds as proto-JSON with an `@type` member. */
export function messageFromJson(json: GenesisJson): AnyMessage {
  const typeUrl = json.at("@type").string();
  assert(messageHandlers.has(typeUrl), `${json.path}: unknown message type ${typeUrl}`);
  return encodeAny(typeUrl, fromProtoJson(typeUrl.slice(1), json.value as JsonValue));
}
