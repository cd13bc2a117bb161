import type { cosmosBase } from "@perpetua/protocol";
import { invalidArgument, type QueryFailure } from "./query.js";

const DEFAULT_LIMIT = 100n;

export interface Page<T> {
  readonly items: T[];
  readonly pagination: cosmosBase.PageResponse;
}

/**
 * One page of a list in store order, by the rules of the Cosmos SDK: a key or an offset, 100 items
 * and a total without a limit, a total with one only on request (wire.md §3.3). `keyOf` gives the
 * key of an item inside its store.
 */
export function paginate<T>(
  list: readonly T[],
  keyOf: (item: T) => Uint8Array,
  request: cosmosBase.PageRequest | undefined,
): Page<T> | QueryFailure {
  const key = request?.key ?? new Uint8Array();
  const offset = request?.offset ?? 0n;
  if (offset > 0n && key.length > 0) {
    return invalidArgument("invalid request, either offset or key is expected, got both");
  }
  const ordered = request?.reverse === true ? [...list].reverse() : list;
  const unlimited = (request?.limit ?? 0n) === 0n;
  const limit = unlimited ? DEFAULT_LIMIT : (request?.limit ?? DEFAULT_LIMIT);
  const counts = key.length === 0 && (unlimited || request?.countTotal === true);
  const start = key.length > 0 ? indexOfKey(ordered, keyOf, key) : clampIndex(offset, ordered);
  const end = clampIndex(BigInt(start) + limit, ordered);
  const next = ordered[end];
  return {
    items: ordered.slice(start, end),
    pagination: {
      nextKey: next === undefined ? new Uint8Array() : keyOf(next),
      total: counts ? BigInt(ordered.length) : 0n,
    },
  };
}

function clampIndex(index: bigint, list: readonly unknown[]): number {
  const length = BigInt(list.length);
  return Number(index < length ? index : length);
}

/**
 * Where a page begins: at the item with this key or, as a store iterator does, at the next one.
 * Lists in store order ascend by key.
 */
function indexOfKey<T>(
  list: readonly T[],
  keyOf: (item: T) => Uint8Array,
  key: Uint8Array,
): number {
  const at = list.findIndex((item) => equalBytes(keyOf(item), key));
  if (at >= 0) return at;
  const next = list.findIndex((item) => isGreater(keyOf(item), key));
  return next < 0 ? list.length : next;
}

function isGreater(a: Uint8Array, b: Uint8Array): boolean {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  if (at < 0) return false;
  return at >= b.length || (a[at] as number) > (b[at] as number);
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** Store key of a uint32 id: four bytes, big-endian (risk.md §0.4). */
export function uint32Key(id: number): Uint8Array {
  return new Uint8Array([(id >>> 24) & 0xff, (id >>> 16) & 0xff, (id >>> 8) & 0xff, id & 0xff]);
}
