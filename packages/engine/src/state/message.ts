import type { Rejection } from "./rejection.js";

/** app.md §1.8: who may send a message. */
export type MessageCategory = "normal" | "injected" | "internal" | "nested" | "unsupported";

/** The part of a generated protobuf codec that the dispatcher needs. */
export interface MessageCodec<M> {
  decode(bytes: Uint8Array): M;
}

/**
 * Everything the application needs to know of one message type. Each module exports its own as an
 * array `messages`;
 * `app` merges them into the dispatch table.
 */
export interface MessageHandler<K, M> {
  readonly typeUrl: string;
  readonly codec: MessageCodec<M>;
  readonly category: MessageCategory;
  /** bech32 addresses that must sign, in order; empty for injected messages. */
  signers(message: M): string[];
  /** Rules that need no state. */
  validateBasic(message: M): Rejection | undefined;
  /**
   * Executes; the caller reverts the journal on a rejection. Returns the encoded response message.
   */
  handle(k: K, message: M): Rejection | Uint8Array;
}

/**
 * Ties the message type to its handler while letting handlers of different messages share one
 * array.
 */
export function handler<K, M>(h: MessageHandler<K, M>): MessageHandler<K, unknown> {
  return h as unknown as MessageHandler<K, unknown>;
}

/** A message of any type: its type URL and bytes. */
export interface AnyMessage {
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/** A message inside another one, found in the dispatch table. */
export interface RoutedMessage {
  readonly value: unknown;
  readonly signers: readonly string[];
  validateBasic(): Rejection | undefined;
  /** Runs the handler without ante checks; the caller reverts on a rejection. */
  execute(): Rejection | Uint8Array;
}

/**
 * What modules that carry messages (gov, authz) need of the app; undefined for an unknown type or
 * bytes that do not decode.
 */
export interface RouterKernel {
  routeMessage(message: AnyMessage): RoutedMessage | undefined;
  isRoutable(typeUrl: string): boolean;
}
