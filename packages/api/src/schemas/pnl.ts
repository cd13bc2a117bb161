import { z } from "zod";
import { pagingCounters } from "./paging.js";
import { flag, height, isoTime, limit, page } from "./rules.js";
import { dec, dec6, decMaybeExponent, isoMs, uintString } from "./scalars.js";
import { parentSubaccountInput, subaccountInput } from "./subaccounts.js";

export const pnlTick = z.object({
  equity: dec6,
  totalPnl: dec6,
  netTransfers: dec6,
  createdAt: isoMs,
  blockHeight: uintString,
  blockTime: isoMs,
});
export type PnlTick = z.output<typeof pnlTick>;

/** A tick summed over children or vaults: as many digits as the sum has. */
export const summedPnlTick = z.object({
  equity: decMaybeExponent,
  totalPnl: decMaybeExponent,
  netTransfers: decMaybeExponent,
  createdAt: isoMs,
  blockHeight: uintString,
  blockTime: isoMs,
});

const windowFilters = () => ({
  limit: limit(),
  createdBeforeOrAtHeight: height("createdBeforeOrAtHeight"),
  createdBeforeOrAt: isoTime(),
  createdOnOrAfterHeight: height("createdOnOrAfterHeight"),
  createdOnOrAfter: isoTime(),
});
export const historicalPnlInput = z.object({
  ...subaccountInput.shape,
  ...windowFilters(),
  page: page(),
});
export type HistoricalPnlInput = z.output<typeof historicalPnlInput>;
export const parentHistoricalPnlInput = z.object({
  ...parentSubaccountInput.shape,
  ...windowFilters(),
  page: page(),
});
export type ParentHistoricalPnlInput = z.output<typeof parentHistoricalPnlInput>;
export const historicalPnlResponse = z.object({
  historicalPnl: z.array(pnlTick),
  ...pagingCounters,
});
export type HistoricalPnlResponse = z.output<typeof historicalPnlResponse>;
export const parentHistoricalPnlResponse = z.object({ historicalPnl: z.array(summedPnlTick) });

/** One row of the newer series, whose netTransfers is cumulative (Q23). */
export const pnlRow = z.object({
  equity: dec,
  netTransfers: dec,
  totalPnl: dec,
  createdAt: isoMs,
  createdAtHeight: uintString,
});
export type PnlRow = z.output<typeof pnlRow>;
export const pnlInput = z.object({
  ...subaccountInput.shape,
  ...windowFilters(),
  page: page(),
  daily: flag(),
});
export type PnlInput = z.output<typeof pnlInput>;
export const parentPnlInput = z.object({
  ...parentSubaccountInput.shape,
  ...windowFilters(),
  daily: flag(),
});
export type ParentPnlInput = z.output<typeof parentPnlInput>;
export const pnlResponse = z.object({ pnl: z.array(pnlRow), ...pagingCounters });
export type PnlResponse = z.output<typeof pnlResponse>;
export const parentPnlResponse = z.object({ pnl: z.array(pnlRow) });
