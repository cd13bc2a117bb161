import type { ApiDeps } from "../../deps.js";
import type {
  ParentTransfer,
  ParentTransfersInput,
  ParentTransfersResponse,
  TransfersInput,
  TransfersResponse,
} from "../../schemas/transfers.js";
import { CHILDREN_MODULUS } from "../../stores/ids.js";
import { readPage } from "../paged.js";
import { Where } from "../sql.js";
import { unknownParent, unknownSubaccount } from "../subaccounts/errors.js";
import { findAccounts } from "../subaccounts/readAccounts.js";
import {
  TRANSFER_COLUMNS,
  TRANSFER_SOURCE,
  type TransferRow,
  toTransfer,
  transferFields,
  transferTypeOf,
} from "./transferRows.js";

const INVOLVED =
  '(x."senderSubaccountId" = ANY(?::uuid[]) OR x."recipientSubaccountId" = ANY(?::uuid[]))';

function readTransfers(
  deps: Pick<ApiDeps, "db">,
  where: Where,
  input: Omit<TransfersInput, "address" | "subaccountNumber">,
) {
  where
    .optional('x."createdAtHeight" <= ?', input.createdBeforeOrAtHeight)
    .optional('x."createdAt" <= ?::timestamptz', input.createdBeforeOrAt);
  return readPage<TransferRow>(
    deps.db,
    {
      select: TRANSFER_COLUMNS,
      from: TRANSFER_SOURCE,
      where,
      orderBy: 'x."createdAtHeight" DESC, x."eventId" DESC',
      pagedOrderBy: 'x."eventId" DESC',
    },
    input,
  );
}

/** GET /transfers (api.md §1.17). */
export async function getTransfers(
  deps: Pick<ApiDeps, "db">,
  input: TransfersInput,
): Promise<TransfersResponse> {
  const { address, subaccountNumber } = input;
  const [account] = await findAccounts(deps.db, { address, subaccountNumber });
  if (account === undefined) throw unknownSubaccount(input);
  const where = new Where().and(INVOLVED, [account.id], [account.id]);
  const { rows, counters } = await readTransfers(deps, where, input);
  const transfers = rows.map((row) =>
    toTransfer(row, row.senderAddress === address && row.senderNumber === subaccountNumber),
  );
  return { transfers, ...counters };
}

function parentOf(subaccountNumber: number | null): number | undefined {
  return subaccountNumber === null ? undefined : subaccountNumber % CHILDREN_MODULUS;
}

function parentParty(address: string, number: number | null): ParentTransfer["sender"] {
  const parentSubaccountNumber = parentOf(number);
  return parentSubaccountNumber === undefined ? { address } : { address, parentSubaccountNumber };
}

/** GET /transfers/parentSubaccountNumber: transfers between children of one parent are left out. */
export async function getParentTransfers(
  deps: Pick<ApiDeps, "db">,
  input: ParentTransfersInput,
): Promise<ParentTransfersResponse> {
  const { address, parentSubaccountNumber } = input;
  const children = await findAccounts(deps.db, { address, parentSubaccountNumber });
  if (children.length === 0) throw unknownParent(input);
  const ids = children.map((child) => child.id);
  const where = new Where().and(INVOLVED, ids, ids).and(
    `NOT COALESCE(sender.address = recipient.address
        AND sender."subaccountNumber" % ${CHILDREN_MODULUS}
          = recipient."subaccountNumber" % ${CHILDREN_MODULUS}, FALSE)`,
  );
  const { rows, counters } = await readTransfers(deps, where, input);
  const transfers = rows.map((row) => {
    const isSender =
      row.senderAddress === address && parentOf(row.senderNumber) === parentSubaccountNumber;
    return {
      id: row.id,
      sender: parentParty(row.senderAddress, row.senderNumber),
      recipient: parentParty(row.recipientAddress, row.recipientNumber),
      ...transferFields(row),
      type: transferTypeOf(row, isSender),
    };
  });
  return { transfers, ...counters };
}
