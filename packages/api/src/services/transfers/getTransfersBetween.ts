import { subaccountUuid } from "@perpetua/protocol";
import { trimDecimal } from "../../decimal.js";
import type { ApiDeps, SqlReader } from "../../deps.js";
import type { TransfersBetweenInput, TransfersBetweenResponse } from "../../schemas/transfers.js";
import { Where } from "../sql.js";
import { TRANSFER_COLUMNS, TRANSFER_SOURCE, type TransferRow, toTransfer } from "./transferRows.js";

const MOST_TRANSFERS = 1000;
const USDC_ASSET_ID = "0";

/** Transfers of USDC in either direction. */
function between(source: string, recipient: string): Where {
  return new Where().and('x."assetId" = ?', USDC_ASSET_ID).and(
    `((x."senderSubaccountId" = ?::uuid AND x."recipientSubaccountId" = ?::uuid)
        OR (x."senderSubaccountId" = ?::uuid AND x."recipientSubaccountId" = ?::uuid))`,
    source,
    recipient,
    recipient,
    source,
  );
}

async function readTotal(db: SqlReader, source: string, recipient: string): Promise<string> {
  const where = between(source, recipient);
  const conditions = where.toString();
  const rows = await db.query<{ total: string }>(
    `SELECT COALESCE(sum(CASE WHEN x."senderSubaccountId" = ${where.bind(source)}::uuid
       THEN x.size ELSE -x.size END), 0)::text AS total
     FROM transfers x WHERE ${conditions}`,
    where.values,
  );
  return trimDecimal(rows[0]?.total ?? "0");
}

/** GET /transfers/between (api.md §1.17): the total ignores the filters. */
export async function getTransfersBetween(
  deps: Pick<ApiDeps, "db">,
  input: TransfersBetweenInput,
): Promise<TransfersBetweenResponse> {
  const source = subaccountUuid(input.sourceAddress, input.sourceSubaccountNumber);
  const recipient = subaccountUuid(input.recipientAddress, input.recipientSubaccountNumber);
  const where = between(source, recipient)
    .optional('x."createdAtHeight" <= ?', input.createdBeforeOrAtHeight)
    .optional('x."createdAt" <= ?::timestamptz', input.createdBeforeOrAt);
  const [totalNetTransfers, rows] = await Promise.all([
    readTotal(deps.db, source, recipient),
    deps.db.query<TransferRow>(
      `SELECT ${TRANSFER_COLUMNS} FROM ${TRANSFER_SOURCE} WHERE ${where}
       ORDER BY x."createdAtHeight" DESC, x."eventId" DESC LIMIT ${MOST_TRANSFERS}`,
      where.values,
    ),
  ]);
  const { sourceAddress, sourceSubaccountNumber } = input;
  return {
    transfersSubset: rows.map((row) =>
      toTransfer(
        row,
        row.senderAddress === sourceAddress && row.senderNumber === sourceSubaccountNumber,
      ),
    ),
    totalNetTransfers,
  };
}
