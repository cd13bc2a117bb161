import { decodeValue, EventType, Header, type Headers, Topic } from "@perpetua/messaging";
import type { offChainUpdates } from "@perpetua/protocol";
import {
  type HandlerContext,
  InvalidUpdateError,
  type MessageContext,
  type VulcanContext,
} from "./context.js";
import { handlePlace } from "./placeOrder.js";
import { handleRemove } from "./removeOrder.js";
import { handleUpdate } from "./updateOrder.js";

export interface VulcanMessage {
  readonly key: Uint8Array | undefined;
  readonly value: Uint8Array | undefined;
  readonly headers: Headers | undefined;
  readonly timestampMs: number | undefined;
}

export type MessageOutcome = "place" | "update" | "remove" | "empty" | "invalid";

export interface Vulcan {
  /**
   * Applies one record of `to-vulcan`. Resolves also for records that can never be applied (they
   * are logged); rejects when the same record must be tried again.
   */
  processMessage(message: VulcanMessage): Promise<MessageOutcome>;
}

export function createVulcan(context: VulcanContext): Vulcan {
  const own: HandlerContext = { ...context, unfinishedRemovals: new Map() };
  return { processMessage: (message) => processMessage(own, message) };
}

async function processMessage(
  context: HandlerContext,
  { key, value, headers, timestampMs }: VulcanMessage,
): Promise<MessageOutcome> {
  if (value === undefined || timestampMs === undefined) {
    context.log.error({}, "to-vulcan record without value or timestamp");
    return "empty";
  }
  try {
    const update = decode(value);
    const forwarded = withDefaults(headers, update, timestampMs);
    return await dispatch(context, update, { key, headers: forwarded });
  } catch (error) {
    if (!(error instanceof InvalidUpdateError)) throw error;
    context.log.fatal({ err: error }, "off-chain update cannot be processed, skipped");
    return "invalid";
  }
}

async function dispatch(
  context: HandlerContext,
  update: offChainUpdates.OffChainUpdateV1,
  message: MessageContext,
): Promise<MessageOutcome> {
  if (update.orderUpdate) {
    await handleUpdate(context, message, update.orderUpdate);
    return "update";
  }
  if (update.orderPlace) {
    await handlePlace(context, message, update.orderPlace);
    return "place";
  }
  if (update.orderRemove) {
    await handleRemove(context, message, update.orderRemove);
    return "remove";
  }
  throw new InvalidUpdateError("neither update, place nor remove");
}

/** Headers that the producer left out; forwarded on everything that the message causes. */
function withDefaults(
  headers: Headers | undefined,
  update: offChainUpdates.OffChainUpdateV1,
  timestampMs: number,
): Headers {
  return {
    [Header.messageReceivedTimestamp]: String(timestampMs),
    [Header.eventType]: defaultEventType(update),
    ...headers,
  };
}

/** Also for long-term orders, as upstream does (traps-indexer.md 37). */
function defaultEventType(update: offChainUpdates.OffChainUpdateV1): EventType {
  if (update.orderUpdate) return EventType.shortTermOrderUpdate;
  return update.orderPlace ? EventType.shortTermOrderPlacement : EventType.shortTermOrderRemoval;
}

function decode(value: Uint8Array): offChainUpdates.OffChainUpdateV1 {
  try {
    return decodeValue(Topic.toVulcan, value);
  } catch (cause) {
    throw new InvalidUpdateError("not an off-chain update", { cause });
  }
}
