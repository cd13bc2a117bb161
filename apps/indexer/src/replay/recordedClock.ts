import { type RedisClient, RedisKey } from "@perpetua/messaging";

const LIFETIME_MS = 300_000;

/**
 * A replay runs hundreds of times faster than the recorded network, so keys with a lifetime would
 * never expire. This lets the state-filled keys expire by the recorded clock.
 */
export class RecordedExpiry {
  readonly #expiryMs = new Map<string, number>();

  constructor(private readonly redis: RedisClient) {}

  /** Takes over the lifetime of keys that were set since the last call. */
  async adopt(nowMs: number): Promise<void> {
    const keys = await this.redis.keys(RedisKey.stateFilledQuantums("*"));
    if (keys.length === 0) return;
    const pipeline = this.redis.pipeline();
    for (const key of keys) pipeline.persist(key);
    const results = (await pipeline.exec()) ?? [];
    keys.forEach((key, i) => {
      // PERSIST answers 1 when the key had a lifetime: it was written anew.
      if (results[i]?.[1] === 1) this.#expiryMs.set(key, nowMs + LIFETIME_MS);
    });
  }

  /** Whether a key's lifetime ends within `slackMs` from now. */
  isAboutToExpire(key: string, nowMs: number, slackMs: number): boolean {
    const expiryMs = this.#expiryMs.get(key);
    return expiryMs !== undefined && expiryMs <= nowMs + slackMs;
  }

  /** Deletes what has expired by now. */
  async expire(nowMs: number): Promise<void> {
    const expired = [...this.#expiryMs].filter(([, ms]) => ms <= nowMs).map(([key]) => key);
    if (expired.length === 0) return;
    await this.redis.del(...expired);
    for (const key of expired) this.#expiryMs.delete(key);
  }
}
