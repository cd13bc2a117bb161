import {
  decodeSerializableInt,
  encodeSerializableInt,
  perpetuals as wire,
} from "@perpetua/protocol";
import type { EpochsKernel } from "../epochs/index.js";
import { must } from "../math/index.js";
import type { PricesKernel } from "../prices/index.js";
import {
  type Codec,
  type Item,
  numberCodec,
  protoCodec,
  recordCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";
import { idKey } from "./keys.js";
import type { MarketView } from "./marketView.js";

export type PerpetualParams = Readonly<wire.PerpetualParams>;
export type LiquidityTier = Readonly<wire.LiquidityTier>;
export type PerpetualsParams = Readonly<wire.Params>;

/** A perpetual market (risk.md §3.1). */
export interface Perpetual {
  readonly params: PerpetualParams;
  /** Cumulative funding: 10^-6 quote quantums per base quantum. */
  readonly fundingIndex: bigint;
  /** Sum of all long positions, in base quantums. */
  readonly openInterest: bigint;
}

/** The protobuf form of a perpetual, for storage and answers. */
export function toWirePerpetual(p: Perpetual): wire.Perpetual {
  return {
    params: p.params,
    fundingIndex: encodeSerializableInt(p.fundingIndex),
    openInterest: encodeSerializableInt(p.openInterest),
  };
}

const perpetualCodec: Codec<Perpetual> = {
  encode: (p) => wire.Perpetual.encode(toWirePerpetual(p)).finish(),
  decode: (bytes) => {
    const p = wire.Perpetual.decode(bytes);
    return {
      params: must(p.params, "a stored perpetual has params"),
      fundingIndex: decodeSerializableInt(p.fundingIndex),
      openInterest: decodeSerializableInt(p.openInterest),
    };
  },
};

/** Non-zero premiums per perpetual, and how many rounds there were, zero or not (risk.md §3.1). */
export interface PremiumStore {
  readonly premiums: Store<readonly number[]>;
  readonly rounds: Item<number>;
}

export interface PerpetualsState {
  readonly perpetuals: Store<Perpetual>;
  readonly liquidityTiers: Store<LiquidityTier>;
  readonly params: Item<PerpetualsParams>;
  readonly votes: PremiumStore;
  readonly samples: PremiumStore;
  readonly nextPerpetualId: Item<number>;
  /** Memo of `marketViewOf`, checked against its sources at every use: derived, never hashed. */
  readonly views: Map<number, MarketView>;
  /**
   * Whether margins that fit are worked out in plain numbers; off in the reference engine of the
   * tests.
   */
  plainMargins: boolean;
}

export type PerpetualsKernel = PricesKernel &
  EpochsKernel & { readonly perpetuals: PerpetualsState };

function createPremiumStore(registry: StateRegistry, name: string): PremiumStore {
  return {
    premiums: registry.store(`perpetuals/${name}`, recordCodec<readonly number[]>()),
    rounds: registry.item(`perpetuals/${name}Rounds`, numberCodec),
  };
}

export function createPerpetualsState(registry: StateRegistry): PerpetualsState {
  return {
    perpetuals: registry.store("perpetuals/perpetuals", perpetualCodec),
    liquidityTiers: registry.store("perpetuals/liquidityTiers", protoCodec(wire.LiquidityTier)),
    params: registry.item("perpetuals/params", protoCodec(wire.Params)),
    votes: createPremiumStore(registry, "votes"),
    samples: createPremiumStore(registry, "samples"),
    nextPerpetualId: registry.item("perpetuals/nextPerpetualId", numberCodec),
    views: new Map(),
    plainMargins: true,
  };
}

/** The perpetual, or undefined (perpetuals error 1 is the caller's). */
export function getPerpetual(k: PerpetualsKernel, id: number): Perpetual | undefined {
  return k.perpetuals.perpetuals.get(idKey(id));
}

/** A perpetual that an invariant guarantees. */
export function mustPerpetual(k: PerpetualsKernel, id: number): Perpetual {
  return must(getPerpetual(k, id), `perpetual ${id} does not exist`);
}

export function setPerpetual(k: PerpetualsKernel, perpetual: Perpetual): void {
  k.perpetuals.perpetuals.set(idKey(perpetual.params.id), perpetual);
}

/** All perpetuals, ascending by id. */
export function allPerpetuals(k: PerpetualsKernel): Perpetual[] {
  return [...k.perpetuals.perpetuals.entries()].map(([, perpetual]) => perpetual);
}

export function getLiquidityTier(k: PerpetualsKernel, id: number): LiquidityTier | undefined {
  return k.perpetuals.liquidityTiers.get(idKey(id));
}

/** The tier of a perpetual; tiers in use are never removed. */
export function liquidityTierOf(k: PerpetualsKernel, perpetual: Perpetual): LiquidityTier {
  const id = perpetual.params.liquidityTier;
  return must(getLiquidityTier(k, id), `liquidity tier ${id} does not exist`);
}

export function getParams(k: PerpetualsKernel): PerpetualsParams {
  return must(k.perpetuals.params.get(), "perpetuals params are set at genesis");
}
