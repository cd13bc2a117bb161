import { z } from "zod";
import {
  accountAddress,
  height,
  isoTime,
  limit,
  listOf,
  parentSubaccountNumber,
  pathAddress,
  subaccountNumber,
} from "./rules.js";
import {
  dec,
  dec18,
  decMaybeExponent,
  decUntrimmed,
  isoMs,
  positionSide,
  positionStatus,
  uintString,
} from "./scalars.js";

export const assetPosition = z.object({
  symbol: z.string(),
  side: positionSide,
  size: dec,
  assetId: uintString,
  subaccountNumber: z.int(),
});
export type AssetPosition = z.output<typeof assetPosition>;

/** One position life (api.md §1.0); `size` is signed. */
export const perpetualPosition = z.object({
  market: z.string(),
  status: positionStatus,
  side: positionSide,
  size: dec,
  maxSize: dec,
  entryPrice: dec,
  exitPrice: dec.nullable(),
  realizedPnl: decUntrimmed,
  unrealizedPnl: dec,
  createdAt: isoMs,
  createdAtHeight: uintString,
  closedAt: isoMs.nullable(),
  sumOpen: dec,
  sumClose: dec,
  netFunding: dec,
  subaccountNumber: z.int(),
});
export type PerpetualPosition = z.output<typeof perpetualPosition>;

export const subaccount = z.object({
  address: z.string(),
  subaccountNumber: z.int(),
  equity: dec,
  freeCollateral: dec,
  openPerpetualPositions: z.record(z.string(), perpetualPosition),
  assetPositions: z.record(z.string(), assetPosition),
  marginEnabled: z.boolean(),
  updatedAtHeight: uintString,
  latestProcessedBlockHeight: uintString,
});
export type Subaccount = z.output<typeof subaccount>;

export const addressInput = z.object({ address: pathAddress() });
export type AddressInput = z.output<typeof addressInput>;
export const addressResponse = z.object({
  subaccounts: z.array(subaccount),
  totalTradingRewards: dec18,
});
export type AddressResponse = z.output<typeof addressResponse>;

export const subaccountInput = z.object({
  address: accountAddress(),
  subaccountNumber: subaccountNumber(),
});
export type SubaccountInput = z.output<typeof subaccountInput>;
export const subaccountResponse = z.object({ subaccount });
export type SubaccountResponse = z.output<typeof subaccountResponse>;

export const parentSubaccountInput = z.object({
  address: accountAddress(),
  parentSubaccountNumber: parentSubaccountNumber(),
});
export type ParentSubaccountInput = z.output<typeof parentSubaccountInput>;
export const parentSubaccount = z.object({
  address: z.string(),
  parentSubaccountNumber: z.int(),
  equity: decMaybeExponent,
  freeCollateral: decMaybeExponent,
  childSubaccounts: z.array(subaccount),
});
export type ParentSubaccount = z.output<typeof parentSubaccount>;
export const parentSubaccountResponse = z.object({ subaccount: parentSubaccount });
export type ParentSubaccountResponse = z.output<typeof parentSubaccountResponse>;

export const assetPositionsResponse = z.object({ positions: z.array(assetPosition) });
export type AssetPositionsResponse = z.output<typeof assetPositionsResponse>;

const positionFilters = () => ({
  status: listOf(positionStatus, "status must be a valid Position Status (OPEN, etc)"),
  limit: limit(),
  createdBeforeOrAtHeight: height("createdBeforeOrAtHeight"),
  createdBeforeOrAt: isoTime(),
});
export const perpetualPositionsInput = z.object({
  ...subaccountInput.shape,
  ...positionFilters(),
});
export type PerpetualPositionsInput = z.output<typeof perpetualPositionsInput>;
export const parentPerpetualPositionsInput = z.object({
  ...parentSubaccountInput.shape,
  ...positionFilters(),
});
export type ParentPerpetualPositionsInput = z.output<typeof parentPerpetualPositionsInput>;
export const perpetualPositionsResponse = z.object({ positions: z.array(perpetualPosition) });
export type PerpetualPositionsResponse = z.output<typeof perpetualPositionsResponse>;
