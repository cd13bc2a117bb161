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

type PrismaOrder = NonNullable<Awaited<ReturnType<Database["prisma"]["order"]["findUnique"]>>>;

/** Reads go to the primary: a replica may not have the row that a message is about. */
export function createOrderStore(database: Database): OrderStore {
  const { prisma } = database;
  return {
    findOrder: async (id) => {
      const row = await prisma.order.findUnique({ where: { id } });
      return row === null ? undefined : toOrderRow(row);
    },
    setStatus: async (id, status) => {
      const [row] = await prisma.order.updateManyAndReturn({ where: { id }, data: { status } });
      return row === undefined ? undefined : toOrderRow(row);
    },
    latestHeight: async () => {
      const block = await database.prismaRead.block.findFirst({
        orderBy: { blockHeight: "desc" },
        select: { blockHeight: true },
      });
      return block === null ? undefined : Number(block.blockHeight);
    },
  };
}

function toOrderRow(row: PrismaOrder): OrderRow {
  return {
    id: row.id,
    subaccountId: row.subaccountId,
    clientId: String(row.clientId),
    clobPairId: String(row.clobPairId),
    side: row.side,
    size: row.size.toFixed(),
    totalFilled: row.totalFilled.toFixed(),
    price: row.price.toFixed(),
    type: row.type,
    timeInForce: row.timeInForce,
    reduceOnly: row.reduceOnly,
    orderFlags: String(row.orderFlags),
    goodTilBlock: row.goodTilBlock?.toString(),
    goodTilBlockTime: row.goodTilBlockTime?.toISOString(),
    createdAtHeight: row.createdAtHeight?.toString(),
    clientMetadata: String(row.clientMetadata),
    triggerPrice: row.triggerPrice?.toFixed(),
    updatedAt: row.updatedAt?.toISOString(),
    updatedAtHeight: row.updatedAtHeight?.toString(),
  };
}
