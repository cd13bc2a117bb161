import type { clob } from "@perpetua/protocol";
import type { Rejection } from "../state/index.js";
import { clobRejection } from "./errors.js";
import { AccountInterner } from "./memclob/accounts.js";

/** The three buckets of clob.md §3.9, under the names that refusals print. */
export type RateBucket =
  | "MaxShortTermOrdersAndCancelsPerNBlocks"
  | "MaxStatefulOrdersPerNBlocks"
  | "MaxLeverageUpdatesPerNBlocks";

interface Bounds {
  readonly numBlocks: number;
  readonly limit: number;
}
const SHORT_TERM: Bounds = { numBlocks: 2_000, limit: 10_000_000 };
const STATEFUL: Bounds = { numBlocks: 10_000, limit: 1_000_000 };
const LEVERAGE: Bounds = { numBlocks: 2_000, limit: 10_000 };
const INITIAL_OWNERS = 1_024;

/** clob.md §3.9: bounds of the configuration. */
export function validateRateLimits(
  config: clob.BlockRateLimitConfiguration,
): Rejection | undefined {
  return (
    checkList("MaxShortTermOrdersPerNBlocks", config.maxShortTermOrdersPerNBlocks, SHORT_TERM) ??
    checkList("MaxStatefulOrdersPerNBlocks", config.maxStatefulOrdersPerNBlocks, STATEFUL) ??
    checkList(
      "MaxShortTermOrderCancellationsPerNBlocks",
      config.maxShortTermOrderCancellationsPerNBlocks,
      SHORT_TERM,
    ) ??
    checkList(
      "MaxShortTermOrdersAndCancelsPerNBlocks",
      config.maxShortTermOrdersAndCancelsPerNBlocks,
      SHORT_TERM,
    ) ??
    checkList("MaxLeverageUpdatesPerNBlocks", config.maxLeverageUpdatesPerNBlocks, LEVERAGE)
  );
}

function checkList(
  name: string,
  limits: readonly clob.MaxPerNBlocksRateLimit[],
  bounds: Bounds,
): Rejection | undefined {
  const seen = new Set<number>();
  for (const { numBlocks, limit } of limits) {
    if (limit < 1 || limit > bounds.limit) {
      return clobRejection(5000, `${limit} is not a valid Limit for ${name} rate limit`);
    }
    if (numBlocks < 1 || numBlocks > bounds.numBlocks) {
      return clobRejection(5000, `${numBlocks} is not a valid NumBlocks for ${name} rate limit`);
    }
    if (seen.has(numBlocks)) {
      return clobRejection(5000, `Multiple rate limits for NumBlocks ${numBlocks} for ${name}`);
    }
    seen.add(numBlocks);
  }
  return undefined;
}

/** Counts attempts per owner, given by index, inside a sliding window of blocks. */
interface Window {
  readonly numBlocks: number;
  readonly limit: number;
  /** Notes `weight` attempts at `height` and returns the owner's count inside the window. */
  add(owner: number, height: number, weight: number): number;
}

/** The usual window: the block alone. PERF: nothing to expire, nothing allocated per attempt. */
class BlockWindow implements Window {
  readonly numBlocks = 1;
  private heights = new Float64Array(INITIAL_OWNERS).fill(-1);
  private counts = new Float64Array(INITIAL_OWNERS);

  constructor(readonly limit: number) {}

  add(owner: number, height: number, weight: number): number {
    if (owner >= this.heights.length) this.grow(owner);
    const before = this.heights[owner] === height ? (this.counts[owner] as number) : 0;
    this.heights[owner] = height;
    this.counts[owner] = before + weight;
    return before + weight;
  }

  private grow(owner: number): void {
    const heights = new Float64Array(2 * owner).fill(-1);
    heights.set(this.heights);
    const counts = new Float64Array(2 * owner);
    counts.set(this.counts);
    this.heights = heights;
    this.counts = counts;
  }
}

/** Attempts of one owner: total inside the window and per height. */
interface Attempts {
  total: number;
  readonly heights: number[];
  readonly counts: number[];
}

class SlidingWindow implements Window {
  private readonly byOwner = new Map<number, Attempts>();
  private pruned = 0;

  constructor(
    readonly numBlocks: number,
    readonly limit: number,
  ) {}

  add(owner: number, height: number, weight: number): number {
    this.prune(height);
    let attempts = this.byOwner.get(owner);
    if (attempts === undefined) {
      attempts = { total: 0, heights: [], counts: [] };
      this.byOwner.set(owner, attempts);
    }
    this.expire(attempts, height);
    const last = attempts.heights.length - 1;
    if (last >= 0 && attempts.heights[last] === height) {
      attempts.counts[last] = (attempts.counts[last] as number) + weight;
    } else {
      attempts.heights.push(height);
      attempts.counts.push(weight);
    }
    attempts.total += weight;
    return attempts.total;
  }

  /** Once per window: forgets owners without attempts inside it. */
  private prune(height: number): void {
    if (height < this.pruned + this.numBlocks) return;
    this.pruned = height;
    for (const [owner, attempts] of this.byOwner) {
      this.expire(attempts, height);
      if (attempts.total === 0) this.byOwner.delete(owner);
    }
  }

  private expire(attempts: Attempts, height: number): void {
    while (
      attempts.heights.length > 0 &&
      (attempts.heights[0] as number) <= height - this.numBlocks
    ) {
      attempts.heights.shift();
      attempts.total -= attempts.counts.shift() as number;
    }
  }
}

/** The rate limiters of one node: memory, reset when the configuration changes (clob.md §3.9). */
export class RateLimiter {
  private config: clob.BlockRateLimitConfiguration | undefined;
  private readonly windows = new Map<RateBucket, Window[]>();

  constructor(private readonly owners = new AccountInterner()) {}

  /**
   * Counts an attempt; refuses when any window of the bucket is exceeded. All windows count every
   * attempt.
   */
  attempt(
    config: clob.BlockRateLimitConfiguration | undefined,
    bucket: RateBucket,
    owner: string,
    height: number,
    weight: number,
  ): Rejection | undefined {
    if (config !== this.config) this.reset(config);
    let refused: Rejection | undefined;
    const windows = this.windows.get(bucket);
    if (windows === undefined || windows.length === 0) return undefined;
    const index = this.owners.ownerIndexOf(owner);
    for (const window of windows) {
      const count = window.add(index, height, weight);
      if (count <= window.limit || refused !== undefined) continue;
      const limit = `{NumBlocks:${window.numBlocks} Limit:${window.limit}}`;
      refused = clobRejection(
        5001,
        `Rate of ${count} exceeds configured block rate limit of ${limit} for ${bucket} and ${owner}`,
      );
    }
    return refused;
  }

  private reset(config: clob.BlockRateLimitConfiguration | undefined): void {
    this.config = config;
    const windowsOf = (limits: readonly clob.MaxPerNBlocksRateLimit[] = []) =>
      limits.map(({ numBlocks, limit }) =>
        numBlocks === 1 ? new BlockWindow(limit) : new SlidingWindow(numBlocks, limit),
      );
    this.windows.set(
      "MaxShortTermOrdersAndCancelsPerNBlocks",
      windowsOf(config?.maxShortTermOrdersAndCancelsPerNBlocks),
    );
    this.windows.set("MaxStatefulOrdersPerNBlocks", windowsOf(config?.maxStatefulOrdersPerNBlocks));
    this.windows.set(
      "MaxLeverageUpdatesPerNBlocks",
      windowsOf(config?.maxLeverageUpdatesPerNBlocks),
    );
  }
}
