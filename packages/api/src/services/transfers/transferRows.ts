import { trimDecimal } from "../../decimal.js";
import type { Transfer } from "../../schemas/transfers.js";
import { iso } from "../sql.js";

/** A transfer with both ends; a wallet end has no number. */
export interface TransferRow {
  readonly id: string;
  readonly senderAddress: string;
  readonly senderNumber: number | null;
  readonly recipientAddress: string;
  readonly recipientNumber: number | null;
  readonly size: string;
  readonly createdAt: string;
  readonly createdAtHeight: string;
  readonly symbol: string;
  readonly transactionHash: string;
}

export const TRANSFER_COLUMNS = `x.id::text AS id,
  COALESCE(sender.address, x."senderWalletAddress") AS "senderAddress",
  sender."subaccountNumber" AS "senderNumber",
  COALESCE(recipient.address, x."recipientWalletAddress") AS "recipientAddress",
  recipient."subaccountNumber" AS "recipientNumber", x.size::text AS size,
  ${iso('x."createdAt"')} AS "createdAt", x."createdAtHeight"::text AS "createdAtHeight",
  assets.symbol, x."transactionHash"`;

export const TRANSFER_SOURCE = `transfers x
  JOIN assets ON assets.id = x."assetId"
  LEFT JOIN subaccounts sender ON sender.id = x."senderSubaccountId"
  LEFT JOIN subaccounts recipient ON recipient.id = x."recipientSubaccountId"`;

/** Type as the queried side sees it (api.md §1.17). */
export function transferTypeOf(row: TransferRow, isSender: boolean): Transfer["type"] {
  if (isSender) return row.recipientNumber === null ? "WITHDRAWAL" : "TRANSFER_OUT";
  return row.senderNumber === null ? "DEPOSIT" : "TRANSFER_IN";
}

/** What a transfer says apart from its ends and its type. */
export function transferFields(row: TransferRow) {
  return {
    size: trimDecimal(row.size),
    createdAt: row.createdAt,
    createdAtHeight: row.createdAtHeight,
    symbol: row.symbol,
    transactionHash: row.transactionHash,
  };
}

function party(address: string, subaccountNumber: number | null): Transfer["sender"] {
  return subaccountNumber === null ? { address } : { address, subaccountNumber };
}

/** A transfer seen from one subaccount. */
export function toTransfer(row: TransferRow, isSender: boolean): Transfer {
  return {
    id: row.id,
    sender: party(row.senderAddress, row.senderNumber),
    recipient: party(row.recipientAddress, row.recipientNumber),
    ...transferFields(row),
    type: transferTypeOf(row, isSender),
  };
}
