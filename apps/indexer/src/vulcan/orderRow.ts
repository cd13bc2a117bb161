import type { Database } from "@perpetua/db";

/** A row of `orders` in the texts that messages show. */
export interface OrderRow {
  readonly id: string;
  readonly subaccountId: string;
  readonly clientId: string;
  readonly clobPairId: string;
  readonly side: string;
  readonly size: string;
  readonly totalFilled: string;
  readonly price: string;
  readonly type: string;
  readonly timeInForce: string;
  readonly reduceOnly: boolean;
  readonly orderFlags: string;
  readonly goodTilBlock: string | undefined;
  readonly goodTilBlockTime: string | undefined;
  readonly createdAtHeight: string | undefined;
  readonly clientMetadata: string;
  readonly triggerPrice: string | undefined;
  readonly updatedAt: string | undefined;
  readonly updatedAtHeight: string | undefined;
}

/** The part of Postgres that vulcan uses; ender owns the rows. */
export interface OrderStore {
  findOrder(orderUuid: string): Promise<OrderRow | undefined>;
  /** Sets only the status; no row is fine. Returns the row after the change. */
  setStatus(orderUuid: string, status: string): Promise<OrderRow | undefined>;
  /** Height of the newest committed block. */
  latestHeight(): Promise<number | undefined>;
}

/** Numerics without trailing zeros, as everything that ender stores in these columns. */
const COLUMNS = `
  "id", "subaccountId", "clientId", "clobPairId", "side", "type", "timeInForce", "reduceOnly",
  "orderFlags", "goodTilBlock", "goodTilBlockTime", "createdAtHeight", "clientMetadata",
  "updatedAt", "updatedAtHeight", trim_scale("size")::text AS "size",
  trim_scale("totalFilled")::text AS "totalFilled", trim_scale("price")::text AS "price",
  trim_scale("triggerPrice")::text AS "triggerPrice"`;

const FIND_ORDER = `SELECT ${COLUMNS} FROM "orders" WHERE "id" = $1`;
const SET_STATUS = `UPDATE "orders" SET "status" = $2 WHERE "id" = $1 RETURNING ${COLUMNS}`;

/** As the pool hands them out: int8 as bigint, numerics as text, times as Date. */
interface RawOrder {
  readonly id: string;
  readonly subaccountId: string;
  readonly clientId: bigint;
  readonly clobPairId: bigint;
  readonly side: string;
  readonly size: string;
  readonly totalFilled: string;
  readonly price: string;
  readonly type: string;
  readonly timeInForce: string;
  readonly reduceOnly: boolean;
  readonly orderFlags: bigint;
  readonly goodTilBlock: bigint | null;
  readonly goodTilBlockTime: Date | null;
  readonly createdAtHeight: bigint | null;
  readonly clientMetadata: bigint;
  readonly triggerPrice: string | null;
  readonly updatedAt: Date | null;
  readonly updatedAtHeight: bigint | null;
}

/**
 * Reads go to the primary: a replica may not have the row that a message is about.
 * PERF: prepared statements on the pool; each cancel of the network runs one of them.
 */
export function createOrderStore(database: Database): OrderStore {
  const { pool, prismaRead } = database;
  const one = async (name: string, text: string, values: readonly string[]) => {
    const { rows } = await pool.query<RawOrder>({ name, text, values: [...values] });
    return rows[0] === undefined ? undefined : toOrderRow(rows[0]);
  };
  return {
    findOrder: (id) => one("vulcan-find-order", FIND_ORDER, [id]),
    setStatus: (id, status) => one("vulcan-set-status", SET_STATUS, [id, status]),
    latestHeight: async () => {
      const block = await prismaRead.block.findFirst({
        orderBy: { blockHeight: "desc" },
        select: { blockHeight: true },
      });
      return block === null ? undefined : Number(block.blockHeight);
    },
  };
}

function toOrderRow(row: RawOrder): OrderRow {
  return {
    ...row,
    clientId: String(row.clientId),
    clobPairId: String(row.clobPairId),
    orderFlags: String(row.orderFlags),
    clientMetadata: String(row.clientMetadata),
    goodTilBlock: row.goodTilBlock?.toString(),
    goodTilBlockTime: row.goodTilBlockTime?.toISOString(),
    createdAtHeight: row.createdAtHeight?.toString(),
    triggerPrice: row.triggerPrice ?? undefined,
    updatedAt: row.updatedAt?.toISOString(),
    updatedAtHeight: row.updatedAtHeight?.toString(),
  };
}
