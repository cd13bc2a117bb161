import type { indexerEvents } from "@perpetua/protocol";

/** Where an event stands in its block. */
export interface EventPosition {
  /** Index into `tx_hashes`; −1 for the end of the block. */
  readonly transactionIndex: number;
  readonly eventIndex: number;
  /** `tendermint_events.id`. */
  readonly eventId: string;
  /** Empty for block events. */
  readonly transactionHash: string;
}

/** Versions 1 to 3 in one shape: what a version lacks is null. */
export interface PerpetualMarketCreate {
  readonly create: indexerEvents.PerpetualMarketCreateEventV1;
  readonly marketType: number;
  readonly defaultFunding8hrPpm: number | null;
}

/** Versions 1 to 3: undefined means that the column keeps its value. */
export interface PerpetualUpdate {
  readonly update: indexerEvents.UpdatePerpetualEventV1;
  readonly marketType: number | undefined;
  readonly defaultFunding8hrPpm: number | undefined;
}

/** Versions 1 and 2: version 1 has no caps. */
export interface LiquidityTierUpsert {
  readonly tier: indexerEvents.LiquidityTierUpsertEventV1;
  readonly caps: { readonly lower: bigint; readonly upper: bigint } | undefined;
}

/** Payload of every kind of event, by subtype. */
export interface EventPayloads {
  order_fill: indexerEvents.OrderFillEventV1;
  subaccount_update: indexerEvents.SubaccountUpdateEventV1;
  transfer: indexerEvents.TransferEventV1;
  market: indexerEvents.MarketEventV1;
  stateful_order: indexerEvents.StatefulOrderEventV1;
  funding_values: indexerEvents.FundingEventV1;
  asset: indexerEvents.AssetCreateEventV1;
  perpetual_market: PerpetualMarketCreate;
  liquidity_tier: LiquidityTierUpsert;
  update_perpetual: PerpetualUpdate;
  update_clob_pair: indexerEvents.UpdateClobPairEventV1;
  deleveraging: indexerEvents.DeleveragingEventV1;
  trading_reward: indexerEvents.TradingRewardsEventV1;
  register_affiliate: indexerEvents.RegisterAffiliateEventV1;
  upsert_vault: indexerEvents.UpsertVaultEventV1;
}

export type Subtype = keyof EventPayloads;

export type EventOf<S extends Subtype> = EventPosition & {
  readonly subtype: S;
  readonly payload: EventPayloads[S];
};

/** A decoded event; `unknown` ones leave only their `tendermint_events` row. */
export type BlockEvent =
  | { [S in Subtype]: EventOf<S> }[Subtype]
  | (EventPosition & { readonly subtype: "unknown"; readonly name: string });

export interface DecodedBlock {
  readonly height: number;
  readonly time: Date;
  readonly txHashes: readonly string[];
  /** In the order of the block. */
  readonly events: readonly BlockEvent[];
}
