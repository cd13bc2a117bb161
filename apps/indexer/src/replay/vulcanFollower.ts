import type { Database } from "@perpetua/db";
import type { RedisClient } from "@perpetua/messaging";
import type { Logger } from "@perpetua/telemetry";
import { createOrderStore, createVulcan, type Market, readMarkets } from "../vulcan/index.js";
import type { RecordedMessage } from "./recording.js";

/**
 * `to-vulcan` messages that the recorded vulcan could not use: on an empty database it knew no
 * market
 * for its first 30 s (traps-indexer.md 30).
 */
const WITHOUT_MARKETS = 48;

export interface VulcanFollower {
  /** Applies the recorded messages that came before a moment, and before an offset. */
  advance(untilMs: number, untilOffset?: number): Promise<void>;
}

/**
 * Runs vulcan beside ender over the recorded `to-vulcan`: the two share `orders.status` and the
 * cancel sets, so neither can be replayed alone. What vulcan itself sends is thrown away: its
 * re-queued messages are in the recording already (traps-indexer.md 31).
 */
export function followVulcan(
  database: Database,
  redis: RedisClient,
  logger: Logger,
  recorded: readonly RecordedMessage[],
): VulcanFollower {
  let next = 0;
  let markets: ReadonlyMap<number, Market> | undefined;
  const vulcan = createVulcan({
    redis,
    orders: createOrderStore(database),
    findMarket: (clobPairId) => markets?.get(clobPairId),
    cachedHeight: () => undefined,
    nowMs: () => recorded[next]?.timestampMs ?? 0,
    publish: () => undefined,
    log: logger,
    count: () => undefined,
    announceUnknownCancels: true,
  });
  return {
    advance: async (untilMs, untilOffset = Number.POSITIVE_INFINITY) => {
      for (;;) {
        const message = recorded[next];
        if (message === undefined || message.timestampMs >= untilMs) return;
        if (message.offset >= untilOffset) return;
        if (message.offset >= WITHOUT_MARKETS) markets ??= await readMarkets(database);
        await vulcan.processMessage(message);
        next += 1;
      }
    },
  };
}
