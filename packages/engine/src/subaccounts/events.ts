import { encodeSerializableInt, indexerEvents, type indexerV1 } from "@perpetua/protocol";
import type { EventCodec } from "../state/index.js";
import type { FundingPayment } from "./settle.js";
import { positionOf, type Subaccount, type SubaccountsKernel } from "./state.js";

/** An applied update; turned into an event only when the block message is built. */
export interface AppliedUpdate {
  readonly next: Subaccount;
  readonly payments: readonly FundingPayment[];
  readonly update: {
    readonly assetUpdates: readonly { readonly assetId: number }[];
    readonly perpetualUpdates: readonly { readonly perpetualId: number }[];
  };
}

const ZERO = encodeSerializableInt(0n);

const appliedCodec: EventCodec<AppliedUpdate> = {
  encode: (applied) => indexerEvents.SubaccountUpdateEventV1.encode(toEvent(applied)),
};

/**
 * Emits `subaccount_update` for an applied update: what it touched and what was settled (risk.md
 * §4.13).
 */
export function emitSubaccountUpdate(k: SubaccountsKernel, applied: AppliedUpdate): void {
  k.indexer.addTransactionEvent("subaccount_update", 1, appliedCodec, applied);
}

/** Emits `subaccount_update` with every position of an account (genesis). */
export function emitWholeSubaccount(k: SubaccountsKernel, s: Subaccount): void {
  const update = { assetUpdates: s.assetPositions, perpetualUpdates: s.perpetualPositions };
  emitSubaccountUpdate(k, { next: s, payments: [], update });
}

function ascending(ids: readonly number[]): readonly number[] {
  return ids.length < 2 ? ids : [...new Set(ids)].sort((a, b) => a - b);
}

function toEvent(applied: AppliedUpdate): indexerEvents.SubaccountUpdateEventV1 {
  const { next, payments, update } = applied;
  const perpetualIds = [...update.perpetualUpdates, ...payments].map((p) => p.perpetualId);
  const assetIds = update.assetUpdates.map((a) => a.assetId);
  let quoteBalances = 0n;
  const updatedPerpetualPositions = ascending(perpetualIds).map((perpetualId) => {
    // A closed position is reported with size 0 and funding index 0 (traps-engine.md 25).
    const position = positionOf(next, perpetualId);
    const payment = payments.find((p) => p.perpetualId === perpetualId);
    quoteBalances += position?.quoteBalance ?? 0n;
    return {
      perpetualId,
      quantums: int(position?.quantums),
      fundingIndex: int(position?.fundingIndex),
      fundingPayment: int(payment?.quoteQuantums),
    };
  });
  const updatedAssetPositions = ascending(assetIds).map((assetId) =>
    assetEntry(next, assetId, assetId === 0 ? quoteBalances : 0n),
  );
  return {
    subaccountId: { owner: next.id.owner, number: next.id.number },
    updatedPerpetualPositions,
    updatedAssetPositions,
  };
}

function assetEntry(
  next: Subaccount,
  assetId: number,
  extra: bigint,
): indexerV1.IndexerAssetPosition {
  const position = next.assetPositions.find((p) => p.assetId === assetId);
  return {
    assetId,
    quantums: int((position?.quantums ?? 0n) + extra),
    index: position?.index ?? 0n,
  };
}

function int(value: bigint | undefined): Uint8Array {
  return value === undefined || value === 0n ? ZERO : encodeSerializableInt(value);
}
