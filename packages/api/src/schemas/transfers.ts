import { z } from "zod";
import { pagingCounters } from "./paging.js";
import { height, isoTime, limit, page, withRule } from "./rules.js";
import { dec, isoMs, transferType, uuidV5 } from "./scalars.js";
import { parentSubaccountInput, subaccountInput } from "./subaccounts.js";

const transferFields = {
  size: dec,
  createdAt: isoMs,
  createdAtHeight: z.string().meta({ format: "uint-string" }),
  symbol: z.string(),
  type: transferType,
  transactionHash: z.string(),
} as const;
const party = z.object({ address: z.string(), subaccountNumber: z.int().optional() });
const parentParty = z.object({ address: z.string(), parentSubaccountNumber: z.int().optional() });

/** One transfer, seen from the queried subaccount (api.md §1.17). */
export const transfer = z.object({
  id: uuidV5,
  sender: party,
  recipient: party,
  ...transferFields,
});
export type Transfer = z.output<typeof transfer>;
export const parentTransfer = z.object({
  id: uuidV5,
  sender: parentParty,
  recipient: parentParty,
  ...transferFields,
});
export type ParentTransfer = z.output<typeof parentTransfer>;

const transferFilters = () => ({
  limit: limit(),
  createdBeforeOrAtHeight: height("createdBeforeOrAtHeight"),
  createdBeforeOrAt: isoTime(),
  page: page(),
});
export const transfersInput = z.object({ ...subaccountInput.shape, ...transferFilters() });
export type TransfersInput = z.output<typeof transfersInput>;
export const parentTransfersInput = z.object({
  ...parentSubaccountInput.shape,
  ...transferFilters(),
});
export type ParentTransfersInput = z.output<typeof parentTransfersInput>;
export const transfersResponse = z.object({ transfers: z.array(transfer), ...pagingCounters });
export type TransfersResponse = z.output<typeof transfersResponse>;
export const parentTransfersResponse = z.object({
  transfers: z.array(parentTransfer),
  ...pagingCounters,
});
export type ParentTransfersResponse = z.output<typeof parentTransfersResponse>;

const number = () =>
  withRule(
    z.int().min(0).max(128_000),
    "integer",
    "subaccountNumber must be a non-negative integer less than 128001",
  );
const text = () => withRule(z.string(), "string", "Invalid value");
export const transfersBetweenInput = z.object({
  sourceAddress: text(),
  sourceSubaccountNumber: number(),
  recipientAddress: text(),
  recipientSubaccountNumber: number(),
  createdBeforeOrAtHeight: height("createdBeforeOrAtHeight"),
  createdBeforeOrAt: isoTime(),
});
export type TransfersBetweenInput = z.output<typeof transfersBetweenInput>;
export const transfersBetweenResponse = z.object({
  transfersSubset: z.array(transfer),
  totalNetTransfers: dec,
});
export type TransfersBetweenResponse = z.output<typeof transfersBetweenResponse>;
