/**
 * A broken invariant: the process must stop, state can no longer be trusted (style.md, errors, kind
 * 2).
 */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
}

/** Throws `InvariantError` unless `condition` holds. On in production. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/**
 * The value, or an `InvariantError` when it is absent: for look-ups that an invariant guarantees.
 */
export function must<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new InvariantError(message);
  return value;
}
