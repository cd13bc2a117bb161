import * as events from "../gen/packages/indexerEvents.js";
import type { MessageCodec } from "../schema/types.js";
import type { IndexerEventSubtype } from "../types/events.js";

/** Payload codecs by subtype; the index in each list is the event's version minus 1. */
const payloads = {
  order_fill: [events.OrderFillEventV1],
  subaccount_update: [events.SubaccountUpdateEventV1],
  transfer: [events.TransferEventV1],
  market: [events.MarketEventV1],
  funding_values: [events.FundingEventV1],
  stateful_order: [events.StatefulOrderEventV1],
  asset: [events.AssetCreateEventV1],
  perpetual_market: [
    events.PerpetualMarketCreateEventV1,
    events.PerpetualMarketCreateEventV2,
    events.PerpetualMarketCreateEventV3,
  ],
  liquidity_tier: [events.LiquidityTierUpsertEventV1, events.LiquidityTierUpsertEventV2],
  update_perpetual: [
    events.UpdatePerpetualEventV1,
    events.UpdatePerpetualEventV2,
    events.UpdatePerpetualEventV3,
  ],
  update_clob_pair: [events.UpdateClobPairEventV1],
  deleveraging: [events.DeleveragingEventV1],
  trading_reward: [events.TradingRewardsEventV1],
  register_affiliate: [events.RegisterAffiliateEventV1],
  upsert_vault: [events.UpsertVaultEventV1],
} as const satisfies Record<IndexerEventSubtype, readonly MessageCodec<object>[]>;

/**
 * Codec of the payload in `IndexerTendermintEvent.data_bytes`, or undefined for a subtype or
 * version
 * that consumers skip. Version 0 is read as 1 (wire.md §1.3).
 */
export function indexerEventCodec(
  subtype: string,
  version: number,
): MessageCodec<object> | undefined {
  if (!Object.hasOwn(payloads, subtype)) return undefined;
  const versions: readonly MessageCodec<object>[] = payloads[subtype as IndexerEventSubtype];
  return versions[Math.max(version, 1) - 1];
}
