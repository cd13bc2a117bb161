import { encodeAny, fromProtoJson, type JsonValue } from "@perpetua/protocol";
import { DELAYMSG_ADDRESS } from "../auth/index.js";
import type { AnyMessage } from "../delaymsg/index.js";
import { assert } from "../math/index.js";
import { type GenesisJson, isRejection, type Rejection, reject } from "../state/index.js";
import type { EngineKernel } from "./kernel.js";
import { messageHandlers } from "./messageTable.js";

/**
 * Runs a message of governance or delaymsg: no ante checks, fees or gas; a refusal takes everything
 * back.
 */
export function executeInternal(k: EngineKernel, any: AnyMessage): Rejection | undefined {
  const handler = messageHandlers.get(any.typeUrl);
  if (handler === undefined) return reject("sdk", 6, `${any.typeUrl}: unknown request`);
  const mark = k.registry.journal.mark();
  const outcome = handler.handle(k, handler.codec.decode(any.value));
  if (!isRejection(outcome)) return undefined;
  k.registry.journal.revert(mark);
  return outcome;
}

/** Whether a message may be delayed (app.md part 6): routable, valid, signed by delaymsg alone. */
export function delayableRejection(any: AnyMessage): Rejection | undefined {
  const handler = messageHandlers.get(any.typeUrl);
  if (handler === undefined)
    return reject("delaymsg", 3, `${any.typeUrl}: Message not recognized by router`);
  const message = handler.codec.decode(any.value);
  const invalid = handler.validateBasic(message);
  if (invalid !== undefined) return invalid;
  const signers = handler.signers(message);
  if (signers.length === 1 && signers[0] === DELAYMSG_ADDRESS) return undefined;
  return reject("delaymsg", 4, "message signer must be delaymsg module address: Invalid signer");
}

/** Reads a message that a genesis file holds as proto-JSON with an `@type` member. */
export function messageFromJson(json: GenesisJson): AnyMessage {
  const typeUrl = json.at("@type").string();
  assert(messageHandlers.has(typeUrl), `${json.path}: unknown message type ${typeUrl}`);
  return encodeAny(typeUrl, fromProtoJson(typeUrl.slice(1), json.value as JsonValue));
}
