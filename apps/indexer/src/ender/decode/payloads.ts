import { indexerEvents } from "@perpetua/protocol";
import { parseError } from "../model/blockError.js";
import type {
  EventPayloads,
  PerpetualMarketCreate,
  PerpetualUpdate,
  Subtype,
} from "./blockEvent.js";

/** Where an event may stand (indexer.md §4.3-3). */
export type Place = "transaction" | "endBlock";

interface PayloadRule<S extends Subtype> {
  readonly places: readonly Place[];
  readonly versions: Readonly<Record<number, (bytes: Uint8Array) => EventPayloads[S]>>;
}

const TRANSACTION: readonly Place[] = ["transaction"];
const END_BLOCK: readonly Place[] = ["endBlock"];
const BOTH: readonly Place[] = ["transaction", "endBlock"];
const CROSS = 1;

const once = <T>(codec: { decode(bytes: Uint8Array): T }) => ({
  1: (bytes: Uint8Array) => codec.decode(bytes),
});

/** Accepted places and versions of every subtype, with the decoder of each version. */
export const PAYLOAD_RULES: { readonly [S in Subtype]: PayloadRule<S> } = {
  order_fill: { places: TRANSACTION, versions: once(indexerEvents.OrderFillEventV1) },
  subaccount_update: { places: TRANSACTION, versions: once(indexerEvents.SubaccountUpdateEventV1) },
  transfer: { places: TRANSACTION, versions: once(indexerEvents.TransferEventV1) },
  market: { places: TRANSACTION, versions: once(indexerEvents.MarketEventV1) },
  stateful_order: { places: BOTH, versions: once(indexerEvents.StatefulOrderEventV1) },
  funding_values: { places: END_BLOCK, versions: once(indexerEvents.FundingEventV1) },
  asset: { places: TRANSACTION, versions: once(indexerEvents.AssetCreateEventV1) },
  perpetual_market: {
    places: TRANSACTION,
    versions: { 1: decodeCreateV1, 2: decodeCreateV2, 3: decodeCreateV3 },
  },
  liquidity_tier: {
    places: TRANSACTION,
    versions: {
      1: (bytes) => ({
        tier: indexerEvents.LiquidityTierUpsertEventV1.decode(bytes),
        caps: undefined,
      }),
      2: (bytes) => {
        const tier = indexerEvents.LiquidityTierUpsertEventV2.decode(bytes);
        const caps = { lower: tier.openInterestLowerCap, upper: tier.openInterestUpperCap };
        return { tier, caps };
      },
    },
  },
  update_perpetual: {
    places: TRANSACTION,
    versions: { 1: decodeUpdateV1, 2: decodeUpdateV2, 3: decodeUpdateV3 },
  },
  update_clob_pair: { places: TRANSACTION, versions: once(indexerEvents.UpdateClobPairEventV1) },
  deleveraging: { places: TRANSACTION, versions: once(indexerEvents.DeleveragingEventV1) },
  trading_reward: { places: END_BLOCK, versions: once(indexerEvents.TradingRewardsEventV1) },
  register_affiliate: {
    places: TRANSACTION,
    versions: once(indexerEvents.RegisterAffiliateEventV1),
  },
  upsert_vault: { places: BOTH, versions: once(indexerEvents.UpsertVaultEventV1) },
};

/** Decodes a known subtype; a version or place that the table does not list fails the block. */
export function decodePayload<S extends Subtype>(
  subtype: S,
  place: Place,
  version: number,
  bytes: Uint8Array,
): EventPayloads[S] {
  const rule: PayloadRule<S> = PAYLOAD_RULES[subtype];
  const decode = rule.versions[version];
  if (decode === undefined || !rule.places.includes(place)) {
    throw parseError(`event ${subtype} version ${version} is not accepted in ${place}`);
  }
  return decode(bytes);
}

function decodeCreateV1(bytes: Uint8Array): PerpetualMarketCreate {
  const create = indexerEvents.PerpetualMarketCreateEventV1.decode(bytes);
  return { create, marketType: CROSS, defaultFunding8hrPpm: null };
}

function decodeCreateV2(bytes: Uint8Array): PerpetualMarketCreate {
  const create = indexerEvents.PerpetualMarketCreateEventV2.decode(bytes);
  return { create, marketType: create.marketType, defaultFunding8hrPpm: null };
}

function decodeCreateV3(bytes: Uint8Array): PerpetualMarketCreate {
  const create = indexerEvents.PerpetualMarketCreateEventV3.decode(bytes);
  return {
    create,
    marketType: create.marketType,
    defaultFunding8hrPpm: create.defaultFunding8hrPpm,
  };
}

function decodeUpdateV1(bytes: Uint8Array): PerpetualUpdate {
  const update = indexerEvents.UpdatePerpetualEventV1.decode(bytes);
  return { update, marketType: undefined, defaultFunding8hrPpm: undefined };
}

function decodeUpdateV2(bytes: Uint8Array): PerpetualUpdate {
  const update = indexerEvents.UpdatePerpetualEventV2.decode(bytes);
  return { update, marketType: update.marketType, defaultFunding8hrPpm: undefined };
}

function decodeUpdateV3(bytes: Uint8Array): PerpetualUpdate {
  const update = indexerEvents.UpdatePerpetualEventV3.decode(bytes);
  return {
    update,
    marketType: update.marketType,
    defaultFunding8hrPpm: update.defaultFunding8hrPpm,
  };
}
