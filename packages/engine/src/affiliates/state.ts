import { affiliates as wire } from "@perpetua/protocol";
import {
  type Item,
  protoCodec,
  type StateRegistry,
  type Store,
  stringCodec,
} from "../state/index.js";
import type { StatsKernel } from "../stats/index.js";

export type AffiliateParameters = Readonly<wire.AffiliateParameters>;

export interface AffiliatesState {
  /** referee → affiliate; permanent. */
  readonly referredBy: Store<string>;
  readonly tiers: Item<wire.AffiliateTiers>;
  readonly parameters: Item<AffiliateParameters>;
  readonly overrides: Item<wire.AffiliateOverrides>;
  /** Legacy, stored but never consulted (risk.md §8.1). */
  readonly whitelist: Item<wire.AffiliateWhitelist>;
}

export type AffiliatesKernel = StatsKernel & { readonly affiliates: AffiliatesState };

export function createAffiliatesState(registry: StateRegistry): AffiliatesState {
  return {
    referredBy: registry.store("affiliates/referredBy", stringCodec),
    tiers: registry.item("affiliates/tiers", protoCodec(wire.AffiliateTiers)),
    parameters: registry.item("affiliates/parameters", protoCodec(wire.AffiliateParameters)),
    overrides: registry.item("affiliates/overrides", protoCodec(wire.AffiliateOverrides)),
    whitelist: registry.item("affiliates/whitelist", protoCodec(wire.AffiliateWhitelist)),
  };
}

const NO_PARAMETERS: AffiliateParameters = wire.AffiliateParameters.fromPartial({});

export function affiliateParameters(k: AffiliatesKernel): AffiliateParameters {
  return k.affiliates.parameters.get() ?? NO_PARAMETERS;
}

export function affiliateTiers(k: AffiliatesKernel): readonly wire.AffiliateTiers_Tier[] {
  return k.affiliates.tiers.get()?.tiers ?? [];
}

/** Who referred `address`, if anybody. */
export function referrerOf(k: AffiliatesKernel, address: string): string | undefined {
  return k.affiliates.referredBy.get(address);
}

export function isOverridden(k: AffiliatesKernel, address: string): boolean {
  return k.affiliates.overrides.get()?.addresses.includes(address) ?? false;
}
