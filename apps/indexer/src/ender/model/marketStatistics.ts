import { perpetualMarkets, type Queryable, selectRows } from "@perpetua/db";
import type { BlockEvent } from "../decode/blockEvent.js";
import type { ReferenceData } from "./referenceData.js";

/** Events that announce whole markets, with statistics that ender does not keep. */
const ANNOUNCING = new Set<BlockEvent["subtype"]>([
  "liquidity_tier",
  "update_perpetual",
  "update_clob_pair",
]);

/**
 * Statistics of markets are roundtable's (indexer.md §6.4). Upstream announces those that ender
 * read
 * when it started (§4.1), and a client shows them until each changes again; here they are read
 * again
 * before a block that announces markets. They are no part of the block: it may fail and come again.
 */
export async function refreshStatistics(
  db: Queryable,
  events: readonly BlockEvent[],
  { perpetuals }: ReferenceData,
): Promise<void> {
  if (!events.some(({ subtype }) => ANNOUNCING.has(subtype))) return;
  for (const stored of await selectRows(db, perpetualMarkets, `ORDER BY "id"`)) {
    const known = perpetuals.get(Number(stored.id));
    if (known === undefined) continue;
    const { priceChange24H, volume24H, trades24H } = stored;
    const { nextFundingRate, openInterest, baseOpenInterest } = stored;
    perpetuals.set(Number(stored.id), {
      ...known,
      priceChange24H,
      volume24H,
      trades24H,
      nextFundingRate,
      openInterest,
      baseOpenInterest,
    });
  }
}
