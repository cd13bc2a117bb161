import { Channel } from "./channels.js";
import type { Update } from "./frames.js";
import type { Snapshot } from "./snapshots.js";

interface CandleLike {
  readonly startedAt?: string;
  readonly trades?: number;
}

/**
 * Whether a snapshot that was read after the update had arrived already contains it. Order-book
 * levels, market fields and mempool orders are absolute values: sending them again does no harm,
 * so they are always sent.
 */
export function isInSnapshot(update: Update, snapshot: Snapshot): boolean {
  switch (update.channel) {
    case Channel.blockHeight: {
      const { height } = JSON.parse(snapshot.contents) as { height?: string };
      return height !== undefined && (update.blockHeight ?? 0) <= Number(height);
    }
    case Channel.trades:
      return areTradesIn(update.contents, snapshot.contents);
    case Channel.candles:
      return isCandleIn(update.contents, snapshot.contents);
    case Channel.subaccounts:
    case Channel.parentSubaccounts:
      return (
        update.blockHeight !== undefined &&
        snapshot.height !== undefined &&
        update.blockHeight <= snapshot.height
      );
    default:
      return false;
  }
}

/** All trades of an update belong to one block, so one decides for all. */
function areTradesIn(update: string, snapshot: string): boolean {
  const { trades } = JSON.parse(update) as { trades?: { id: string }[] };
  const first = trades?.[0];
  return first !== undefined && snapshot.includes(`"id":"${first.id}"`);
}

/** The snapshot's candle of the same start has seen at least as many trades. */
function isCandleIn(update: string, snapshot: string): boolean {
  const candle = JSON.parse(update) as CandleLike;
  const { candles } = JSON.parse(snapshot) as { candles?: CandleLike[] };
  const same = candles?.find(({ startedAt }) => startedAt === candle.startedAt);
  return same !== undefined && (same.trades ?? 0) >= (candle.trades ?? 0);
}
