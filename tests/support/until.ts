import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 50;
const SHOWN_CHARACTERS = 1_500;

/**
 * Reads until `accept` agrees, for at most `timeoutMs`. The error tells what was seen last; a
 * failing read counts as not accepted.
 */
export async function until<T>(
  what: string,
  read: () => Promise<T>,
  accept: (value: T) => boolean,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let seen: unknown;
    try {
      const value = await read();
      if (accept(value)) return value;
      seen = value;
    } catch (error) {
      seen = error instanceof Error ? error.message : error;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${timeoutMs} ms; last seen: ${show(seen)}`);
    }
    await sleep(POLL_MS);
  }
}

/** A value as text for a failure: big integers too, and not without end. */
export function show(value: unknown): string {
  const text =
    typeof value === "string"
      ? value
      : JSON.stringify(value, (_key, v: unknown) => (typeof v === "bigint" ? `${v}` : v));
  return (text ?? String(value)).slice(0, SHOWN_CHARACTERS);
}
