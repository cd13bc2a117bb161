import type {
  Headers,
  OutgoingMessage,
  RedisClient,
  StoredOrder,
  Topic,
} from "@perpetua/messaging";
import type { Logger } from "@perpetua/telemetry";
import type { FindMarket } from "./market.js";
import type { OrderStore } from "./orderRow.js";

/** Hands a message to the producer; messages of one topic keep the order of the calls. */
export type Publish = (topic: Topic, message: OutgoingMessage) => void;

/** Counters that handlers raise; each is one metric of indexer.md §8.3. */
export type VulcanEvent =
  | "replaced_order"
  | "update_of_unknown_order"
  | "update_with_zero_delta"
  | "total_filled_exceeds_size"
  | "indexer_expired_not_found"
  | "indexer_expired_not_expired"
  | "negative_level";

/** What every handler works with. */
export interface VulcanContext {
  readonly redis: RedisClient;
  readonly orders: OrderStore;
  readonly findMarket: FindMarket;
  /** Height that messages show: the newest one known to the refresher, up to 1 s old. */
  readonly cachedHeight: () => number | undefined;
  readonly nowMs: () => number;
  readonly publish: Publish;
  readonly log: Logger;
  readonly count: (event: VulcanEvent) => void;
  /** SEND_SUBACCOUNT_WEBSOCKET_MESSAGE_FOR_CANCELS_MISSING_ORDERS. */
  readonly announceUnknownCancels: boolean;
}

/** What handlers share beyond that. */
export interface HandlerContext extends VulcanContext {
  /**
   * Orders that are out of Redis and of their level, while Postgres has not heard of it: when the
   * message is tried again because Postgres was away, it goes on from here.
   */
  readonly unfinishedRemovals: Map<string, StoredOrder>;
}

/** Per message: headers with the defaults filled in, forwarded on everything that is sent. */
export interface MessageContext {
  readonly key: Uint8Array | undefined;
  readonly headers: Headers;
}

/**
 * The message can never be processed: logged and acknowledged. Everything else that is thrown
 * leads to a retry.
 */
export class InvalidUpdateError extends Error {
  override readonly name = "InvalidUpdateError";
}

/** Throws an InvalidUpdateError unless the value is there. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new InvalidUpdateError(`${what} is missing`);
  return value;
}
