import type { cosmosBase } from "@perpetua/protocol";
import { hex, stringCodec, unhex, utf8 } from "../../state/index.js";
import type { EngineKernel } from "../kernel.js";

/** A gRPC answer: status code (0 = OK, 3 = invalid argument, 5 = not found, 12 = unknown method), the encoded response or a text. */
export interface QueryResult {
  readonly code: number;
  readonly value: Uint8Array;
  readonly message: string;
}

/** Answers one gRPC method from the state that the current view shows. */
export type QueryHandler = (k: EngineKernel, request: Uint8Array) => QueryResult;

/** A refusal inside a query. */
export interface QueryRefusal {
  readonly status: number;
  readonly message: string;
}

export const NOT_FOUND: QueryRefusal = { status: 5, message: "not found" };

export function notFound(message: string): QueryRefusal {
  return { status: 5, message };
}

interface RequestType<Q> {
  decode(bytes: Uint8Array): Q;
}

interface ResponseType<R> {
  encode(message: R): { finish(): Uint8Array };
}

/** One entry of the query table. */
export function query<Q, R extends object>(
  path: string,
  request: RequestType<Q>,
  response: ResponseType<R>,
  answer: (k: EngineKernel, q: Q) => R | QueryRefusal,
): [string, QueryHandler] {
  const handle: QueryHandler = (k, bytes) => {
    const outcome = answer(k, request.decode(bytes));
    if ("status" in outcome && "message" in outcome && typeof outcome.status === "number") {
      return { code: outcome.status, value: new Uint8Array(), message: String(outcome.message) };
    }
    return { code: 0, value: response.encode(outcome as R).finish(), message: "" };
  };
  return [path, handle];
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;

/**
 * One page of a sorted list. Keys are offsets in hex text; clients only hand them back. `total` is the count when nothing was asked or
 * `count_total` is set (wire.md §3.3).
 */
export function paginate<T>(
  items: readonly T[],
  page: cosmosBase.PageRequest | undefined,
): { items: T[]; pagination: cosmosBase.PageResponse } {
  const ordered = page?.reverse === true ? items.toReversed() : items;
  const start =
    page !== undefined && page.key.length > 0 ? offsetOf(page.key) : Number(page?.offset ?? 0n);
  const asked = page === undefined || page.limit === 0n ? BigInt(DEFAULT_LIMIT) : page.limit;
  const limit = asked > BigInt(MAX_LIMIT) ? MAX_LIMIT : Number(asked);
  const end = Math.min(ordered.length, start + limit);
  const countTotal = page === undefined || page.countTotal || page.limit === 0n;
  const nextKey = end < ordered.length ? utf8(hex(utf8(String(end)))) : new Uint8Array();
  return {
    items: ordered.slice(start, end),
    pagination: { nextKey, total: countTotal ? BigInt(items.length) : 0n },
  };
}

function offsetOf(key: Uint8Array): number {
  const text = stringCodec.decode(key);
  const offset = /^([0-9a-f]{2})+$/.test(text)
    ? Number(stringCodec.decode(unhex(text)))
    : Number.NaN;
  return Number.isSafeInteger(offset) && offset >= 0 ? offset : 0;
}
