import type { ApiDeps } from "../../deps.js";
import type {
  ParentPerpetualPositionsInput,
  PerpetualPositionsInput,
  PerpetualPositionsResponse,
} from "../../schemas/subaccounts.js";
import { Where } from "../sql.js";
import { toPerpetualPosition } from "./derive.js";
import {
  LATEST_HEIGHT,
  POSITION_FIELDS,
  type PositionRow,
  positionJoins,
  whereAccount,
} from "./readAccounts.js";

const COLUMNS = POSITION_FIELDS.map(([name, value]) => `${value} AS "${name}"`).join(", ");

async function readPositions(
  deps: Pick<ApiDeps, "db">,
  input: PerpetualPositionsInput | ParentPerpetualPositionsInput,
): Promise<PositionRow[]> {
  const where = whereAccount(new Where(), input)
    .optional("p.status = ANY(?::text[])", input.status)
    .optional('p."createdAtHeight" <= ?', input.createdBeforeOrAtHeight)
    .optional('p."createdAt" <= ?::timestamptz', input.createdBeforeOrAt);
  const conditions = where.toString();
  const limit = where.bind(input.limit);
  return deps.db.query<PositionRow>(
    `WITH latest AS MATERIALIZED (SELECT ${LATEST_HEIGHT} AS height)
    SELECT ${COLUMNS} FROM perpetual_positions p
    JOIN subaccounts s ON s.id = p."subaccountId" CROSS JOIN latest
    ${positionJoins("latest.height")}
    WHERE ${conditions} ORDER BY p."subaccountId", p."openEventId" DESC LIMIT ${limit}`,
    where.values,
  );
}

/** GET /perpetualPositions (api.md §1.5): an unknown subaccount is an empty list. */
export async function getPerpetualPositions(
  deps: Pick<ApiDeps, "db">,
  input: PerpetualPositionsInput,
): Promise<PerpetualPositionsResponse> {
  const rows = await readPositions(deps, input);
  return { positions: rows.map(toPerpetualPosition) };
}

/** GET /perpetualPositions/parentSubaccountNumber: grouped by child when one row is OPEN. */
export async function getParentPerpetualPositions(
  deps: Pick<ApiDeps, "db">,
  input: ParentPerpetualPositionsInput,
): Promise<PerpetualPositionsResponse> {
  const rows = await readPositions(deps, input);
  if (rows.some((row) => row.status === "OPEN")) {
    rows.sort((a, b) => a.subaccountNumber - b.subaccountNumber);
  }
  return { positions: rows.map(toPerpetualPosition) };
}
