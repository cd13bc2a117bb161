import { type feetiers as feetiersWire, revshare as wire } from "@perpetua/protocol";
import type { AffiliatesKernel } from "../affiliates/index.js";
import type { PricesKernel } from "../prices/index.js";
import {
  type Item,
  numberCodec,
  protoCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";

export type MarketMapperParams = Readonly<wire.MarketMapperRevenueShareParams>;

export interface RevshareState {
  readonly marketMapper: Item<MarketMapperParams>;
  /** Unix second until which a market's mapper is paid, inclusive; key: market id. */
  readonly marketExpirations: Store<number>;
  readonly unconditional: Item<wire.UnconditionalRevShareConfig>;
  /** Order router address → ppm. */
  readonly orderRouters: Store<number>;
}

/**
 * The fee tiers belong to the module above; its safety rule is judged here, so its store is named
 * by shape.
 */
export type RevshareKernel = AffiliatesKernel &
  PricesKernel & {
    readonly revshare: RevshareState;
    readonly feetiers: { readonly params: Item<feetiersWire.PerpetualFeeParams> };
  };

export function createRevshareState(registry: StateRegistry): RevshareState {
  return {
    marketMapper: registry.item(
      "revshare/marketMapper",
      protoCodec(wire.MarketMapperRevenueShareParams),
    ),
    marketExpirations: registry.store("revshare/marketExpirations", numberCodec),
    unconditional: registry.item(
      "revshare/unconditional",
      protoCodec(wire.UnconditionalRevShareConfig),
    ),
    orderRouters: registry.store("revshare/orderRouters", numberCodec),
  };
}

const NO_MAPPER: MarketMapperParams = wire.MarketMapperRevenueShareParams.fromPartial({});

export function marketMapperParams(k: RevshareKernel): MarketMapperParams {
  return k.revshare.marketMapper.get() ?? NO_MAPPER;
}

export function unconditionalConfigs(
  k: RevshareKernel,
): readonly wire.UnconditionalRevShareConfig_RecipientConfig[] {
  return k.revshare.unconditional.get()?.configs ?? [];
}

/** The registered share of an order router, or undefined. */
export function orderRouterPpm(k: RevshareKernel, address: string): number | undefined {
  return k.revshare.orderRouters.get(address);
}
