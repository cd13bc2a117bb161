import { z } from "zod";
import { pagingCounters } from "./paging.js";
import { flag, height, isoTime, limit, optionalTicker, page, ticker } from "./rules.js";
import { dec, isoMs, positionSide, uintString } from "./scalars.js";
import { parentSubaccountInput, subaccountInput } from "./subaccounts.js";

export const historicalFundingRow = z.object({
  ticker: z.string(),
  rate: dec,
  price: dec,
  effectiveAtHeight: uintString,
  effectiveAt: isoMs,
});
export const historicalFundingInput = z.object({
  ticker: ticker(),
  limit: limit(),
  effectiveBeforeOrAt: isoTime(),
  effectiveBeforeOrAtHeight: height("effectiveBeforeOrAtHeight"),
});
export type HistoricalFundingInput = z.output<typeof historicalFundingInput>;
export const historicalFundingResponse = z.object({
  historicalFunding: z.array(historicalFundingRow),
});
export type HistoricalFundingResponse = z.output<typeof historicalFundingResponse>;

/** `subaccountNumber` is a string here and nowhere else (api.md §1.14). */
export const fundingPayment = z.object({
  subaccountNumber: uintString,
  createdAt: isoMs,
  createdAtHeight: uintString,
  perpetualId: uintString,
  ticker: z.string(),
  oraclePrice: dec,
  size: dec,
  side: positionSide,
  rate: dec,
  payment: dec,
  fundingIndex: dec,
});
export type FundingPayment = z.output<typeof fundingPayment>;

const paymentFilters = () => ({
  limit: limit(),
  ticker: optionalTicker(),
  createdBeforeOrAtHeight: height("createdBeforeOrAtHeight"),
  createdBeforeOrAt: isoTime(),
  createdOnOrAfterHeight: height("createdOnOrAfterHeight"),
  createdOnOrAfter: isoTime(),
  page: page(),
  showZeroPayments: flag(),
});
export const fundingPaymentsInput = z.object({ ...subaccountInput.shape, ...paymentFilters() });
export type FundingPaymentsInput = z.output<typeof fundingPaymentsInput>;
export const parentFundingPaymentsInput = z.object({
  ...parentSubaccountInput.shape,
  ...paymentFilters(),
});
export type ParentFundingPaymentsInput = z.output<typeof parentFundingPaymentsInput>;
export const fundingPaymentsResponse = z.object({
  fundingPayments: z.array(fundingPayment),
  ...pagingCounters,
});
export type FundingPaymentsResponse = z.output<typeof fundingPaymentsResponse>;
