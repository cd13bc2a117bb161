import {
  decodeSerializableInt,
  encodeSerializableInt,
  subaccounts as wire,
} from "@perpetua/protocol";
import type { AssetsKernel } from "../assets/index.js";
import type { BankKernel } from "../bank/index.js";
import type { BlocktimeKernel } from "../blocktime/index.js";
import { must } from "../math/index.js";
import type { PerpetualsKernel } from "../perpetuals/index.js";
import {
  type Codec,
  numberCodec,
  recordCodec,
  type StateRegistry,
  type Store,
} from "../state/index.js";

export type SubaccountId = Readonly<wire.SubaccountId>;

export interface AssetPosition {
  readonly assetId: number;
  /** Signed; a levered long owes USDC. */
  readonly quantums: bigint;
  readonly index: bigint;
}

export interface PerpetualPosition {
  readonly perpetualId: number;
  /** Signed base quantums; negative = short. */
  readonly quantums: bigint;
  /** The perpetual's funding index when this position was last settled. */
  readonly fundingIndex: bigint;
  readonly quoteBalance: bigint;
}

/** A trading account (risk.md §4.1). Both lists ascend by id and hold each id once. */
export interface Subaccount {
  readonly id: SubaccountId;
  readonly assetPositions: readonly AssetPosition[];
  readonly perpetualPositions: readonly PerpetualPosition[];
  readonly marginEnabled: boolean;
}

/** A user's own initial margin fraction for one perpetual (risk.md §5). */
export interface LeverageEntry {
  readonly perpetualId: number;
  readonly customImfPpm: number;
}

export interface SubaccountsState {
  readonly subaccounts: Store<Subaccount>;
  /**
   * Height at which a pool (`cross`, or the id of an isolated perpetual) last showed a negative
   * account.
   */
  readonly negativeTncHeights: Store<number>;
  /** Ascending by perpetual id. */
  readonly leverage: Store<readonly LeverageEntry[]>;
}

export type SubaccountsKernel = PerpetualsKernel &
  BankKernel &
  AssetsKernel &
  BlocktimeKernel & { readonly subaccounts: SubaccountsState };

/** The protobuf form, for storage and answers. */
export function toWireSubaccount(s: Subaccount): wire.Subaccount {
  return {
    id: s.id,
    assetPositions: s.assetPositions.map((p) => ({
      assetId: p.assetId,
      quantums: encodeSerializableInt(p.quantums),
      index: p.index,
    })),
    perpetualPositions: s.perpetualPositions.map((p) => ({
      perpetualId: p.perpetualId,
      quantums: encodeSerializableInt(p.quantums),
      fundingIndex: encodeSerializableInt(p.fundingIndex),
      quoteBalance: encodeSerializableInt(p.quoteBalance),
    })),
    marginEnabled: s.marginEnabled,
  };
}

const subaccountCodec: Codec<Subaccount> = {
  encode: (s) => wire.Subaccount.encode(toWireSubaccount(s)).finish(),
  decode: (bytes) => {
    const s = wire.Subaccount.decode(bytes);
    return {
      id: must(s.id, "a stored subaccount has an id"),
      assetPositions: s.assetPositions.map((p) => ({
        assetId: p.assetId,
        quantums: decodeSerializableInt(p.quantums),
        index: p.index,
      })),
      perpetualPositions: s.perpetualPositions.map((p) => ({
        perpetualId: p.perpetualId,
        quantums: decodeSerializableInt(p.quantums),
        fundingIndex: decodeSerializableInt(p.fundingIndex),
        quoteBalance: decodeSerializableInt(p.quoteBalance),
      })),
      marginEnabled: s.marginEnabled,
    };
  },
};

export function createSubaccountsState(registry: StateRegistry): SubaccountsState {
  return {
    subaccounts: registry.store("subaccounts/subaccounts", subaccountCodec),
    negativeTncHeights: registry.store("subaccounts/negativeTncHeights", numberCodec),
    leverage: registry.store("subaccounts/leverage", recordCodec<readonly LeverageEntry[]>()),
  };
}

/** Store key of a subaccount. PERF: number 0, the usual one, needs no new string. */
export function subaccountKey(id: SubaccountId): string {
  return id.number === 0 ? id.owner : `${id.owner}/${id.number}`;
}

/** The stored account (funding unsettled); an absent one reads as empty (risk.md §4.1). */
export function getSubaccount(k: SubaccountsKernel, id: SubaccountId): Subaccount {
  return k.subaccounts.subaccounts.get(subaccountKey(id)) ?? emptySubaccount(id);
}

export function emptySubaccount(id: SubaccountId): Subaccount {
  return { id, assetPositions: [], perpetualPositions: [], marginEnabled: false };
}

/** Stores the account, or removes it when nothing is left in it. */
export function setSubaccount(k: SubaccountsKernel, s: Subaccount): void {
  const key = subaccountKey(s.id);
  if (s.assetPositions.length === 0 && s.perpetualPositions.length === 0) {
    k.subaccounts.subaccounts.delete(key);
  } else {
    k.subaccounts.subaccounts.set(key, s);
  }
}

/** The USDC balance; negative for a levered long. */
export function usdcBalance(s: Subaccount): bigint {
  const first = s.assetPositions[0];
  return first !== undefined && first.assetId === 0 ? first.quantums : 0n;
}

/** The position in a perpetual, if there is one. */
export function positionOf(s: Subaccount, perpetualId: number): PerpetualPosition | undefined {
  for (const p of s.perpetualPositions) if (p.perpetualId === perpetualId) return p;
  return undefined;
}

/** The signed size in a perpetual, 0 without a position. */
export function positionSize(s: Subaccount, perpetualId: number): bigint {
  return positionOf(s, perpetualId)?.quantums ?? 0n;
}
