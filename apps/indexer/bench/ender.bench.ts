/**
 * Ender's block write: `unnest` bulk SQL against Prisma `createMany` per table, the same rows of a
 * block with 1,000 fills, each in one transaction on the same Postgres, alternating. All ids come
 * from seed 1. Goal of design.md §9: ours at least 5 times as fast.
 *
 * Run: npm run bench -- ender
 */
import {
  applyMigrations,
  blocks,
  createDatabase,
  type Database,
  type FillRow,
  fills,
  inTransaction,
  type OrderRow,
  orders,
  type PerpetualPositionRow,
  perpetualPositions,
  type RowOf,
  subaccounts,
  type Table,
  tendermintEvents,
  transactions,
  writeRows,
} from "@perpetua/db";
import { startTestServices } from "@perpetua/localnet";
import {
  eventIdHex,
  fillUuid,
  orderUuid,
  perpetualPositionUuid,
  subaccountUuid,
  transactionUuid,
} from "@perpetua/protocol";
import { reportGroup } from "../../../packages/testkit/src/bench/index.js";

const FILLS = 1_000;
const SUBACCOUNTS = 200;
const ROUNDS = 9;

interface BlockRows {
  readonly blocks: RowOf<typeof blocks>[];
  readonly transactions: RowOf<typeof transactions>[];
  readonly events: RowOf<typeof tendermintEvents>[];
  readonly subaccounts: RowOf<typeof subaccounts>[];
  readonly positions: PerpetualPositionRow[];
  readonly orders: OrderRow[];
  readonly fills: FillRow[];
}

/** Rows of a block in which every fill has two new orders; prices and sizes vary with the index. */
function blockRows(height: number): BlockRows {
  const blockHeight = BigInt(height);
  const time = new Date(1_700_000_000_000 + height * 1_000);
  const hash = height.toString(16).padStart(64, "0").toUpperCase();
  const accounts = Array.from({ length: SUBACCOUNTS }, (_, index) => ({
    address: `dydx1bench${height}`,
    subaccountNumber: index,
    id: subaccountUuid(`dydx1bench${height}`, index),
  }));
  const events = Array.from({ length: FILLS }, (_, eventIndex) => ({
    id: eventIdHex(height, 0, eventIndex),
    blockHeight,
    transactionIndex: 0,
    eventIndex,
  }));
  const rows: BlockRows = {
    blocks: [{ blockHeight, time }],
    transactions: [
      { id: transactionUuid(height, 0), blockHeight, transactionIndex: 0, transactionHash: hash },
    ],
    events,
    subaccounts: accounts.map((account) => ({
      ...account,
      updatedAt: time,
      updatedAtHeight: blockHeight,
    })),
    positions: accounts.map(({ id }, index) =>
      position(id, events[index]!.id, time, blockHeight, index),
    ),
    orders: [],
    fills: [],
  };
  for (const [index, event] of events.entries()) {
    for (const liquidity of ["MAKER", "TAKER"] as const) {
      const subaccountId =
        accounts[(index * 2 + (liquidity === "MAKER" ? 0 : 1)) % SUBACCOUNTS]!.id;
      const order = orderRow(subaccountId, index, liquidity, time, blockHeight);
      rows.orders.push(order);
      rows.fills.push(fillRow(order, event.id, liquidity, hash, time, blockHeight));
    }
  }
  return rows;
}

function position(
  subaccountId: string,
  eventId: string,
  time: Date,
  height: bigint,
  index: number,
): PerpetualPositionRow {
  return {
    id: perpetualPositionUuid(subaccountId, eventId),
    subaccountId,
    perpetualId: 0n,
    side: "LONG",
    status: "OPEN",
    size: `${index + 1}.5`,
    maxSize: `${index + 1}.5`,
    entryPrice: "28659.33333333333333333333",
    exitPrice: null,
    sumOpen: `${index + 1}.5`,
    sumClose: "0",
    createdAt: time,
    closedAt: null,
    createdAtHeight: height,
    closedAtHeight: null,
    openEventId: eventId,
    closeEventId: null,
    lastEventId: eventId,
    settledFunding: "0",
    totalRealizedPnl: "-2.221050",
  };
}

function orderRow(
  subaccountId: string,
  index: number,
  liquidity: string,
  time: Date,
  height: bigint,
): OrderRow {
  const maker = liquidity === "MAKER";
  return {
    id: orderUuid(subaccountId, index, 0, maker ? 64 : 0),
    subaccountId,
    clientId: BigInt(index),
    clobPairId: 0n,
    side: maker ? "SELL" : "BUY",
    size: "0.5",
    totalFilled: "0.5",
    price: `286${index % 100}`,
    type: "LIMIT",
    status: "FILLED",
    timeInForce: "GTT",
    reduceOnly: false,
    orderFlags: maker ? 64n : 0n,
    goodTilBlock: maker ? null : height + 10n,
    goodTilBlockTime: maker ? time : null,
    createdAtHeight: height,
    clientMetadata: 0n,
    triggerPrice: null,
    updatedAt: time,
    updatedAtHeight: height,
    duration: null,
    interval: null,
    priceTolerance: null,
    builderAddress: null,
    feePpm: null,
    orderRouterAddress: "",
    createdAt: time,
  };
}

function fillRow(
  order: OrderRow,
  eventId: string,
  liquidity: "MAKER" | "TAKER",
  transactionHash: string,
  createdAt: Date,
  createdAtHeight: bigint,
): FillRow {
  return {
    id: fillUuid(eventId, liquidity),
    subaccountId: order.subaccountId,
    side: order.side,
    liquidity,
    type: "LIMIT",
    clobPairId: 0n,
    orderId: order.id,
    size: order.size,
    price: order.price,
    quoteAmount: "14329.5",
    eventId,
    transactionHash,
    createdAt,
    createdAtHeight,
    clientMetadata: 0n,
    fee: "7.16475",
    affiliateRevShare: "0",
    builderAddress: null,
    builderFee: null,
    orderRouterAddress: null,
    orderRouterFee: null,
    positionSizeBefore: "0",
    entryPriceBefore: null,
    positionSideBefore: "LONG",
  };
}

async function writeWithUnnest(database: Database, rows: BlockRows): Promise<void> {
  await inTransaction(database.pool, async (tx) => {
    await writeRows(tx, blocks, rows.blocks);
    await writeRows(tx, transactions, rows.transactions);
    await writeRows(tx, tendermintEvents, rows.events);
    await writeRows(tx, subaccounts, rows.subaccounts);
    await writeRows(tx, perpetualPositions, rows.positions);
    await writeRows(tx, orders, rows.orders);
    await writeRows(tx, fills, rows.fills);
  });
}

/** Prisma's own representation of the same rows, made outside the measured time. */
function forPrisma<T extends Table>(table: T, rows: readonly RowOf<T>[]): never[] {
  const bytes = Object.entries(table.columns)
    .filter(([, type]) => type.startsWith("bytea"))
    .map(([name]) => name);
  return rows.map((row) => {
    const copy: Record<string, unknown> = { ...row };
    for (const name of bytes) {
      if (copy[name] !== null) copy[name] = Buffer.from(copy[name] as string, "hex");
    }
    return copy as never;
  });
}

async function writeWithPrisma({ prisma }: Database, rows: BlockRows): Promise<number> {
  const data = {
    events: forPrisma(tendermintEvents, rows.events),
    positions: forPrisma(perpetualPositions, rows.positions),
    fills: forPrisma(fills, rows.fills),
  };
  const start = performance.now();
  await prisma.$transaction([
    prisma.block.createMany({ data: rows.blocks }),
    prisma.transaction.createMany({ data: rows.transactions }),
    prisma.tendermintEvent.createMany({ data: data.events }),
    prisma.subaccount.createMany({ data: rows.subaccounts }),
    prisma.perpetualPosition.createMany({ data: data.positions }),
    prisma.order.createMany({ data: rows.orders }),
    prisma.fill.createMany({ data: data.fills }),
  ]);
  return performance.now() - start;
}

async function seedMarket({ pool }: Database): Promise<void> {
  await pool.query(`INSERT INTO "markets" VALUES (0, 'BTC-USD', -5, 50, 28659)`);
  await pool.query(
    `INSERT INTO "liquidity_tiers" VALUES (0, 'Large-Cap', 20000, 600000, '0', '0')`,
  );
  await pool.query(
    `INSERT INTO "perpetual_markets" VALUES
     (0, 0, 'BTC-USD', 0, 'ACTIVE', 0, 0, 0, 0, 0, -9, -10, 100000, 1000000, 0, 'CROSS', 0, 0)`,
  );
}

const services = await startTestServices();
try {
  await applyMigrations(services.databaseUrl);
  const database = createDatabase({ url: services.databaseUrl });
  await seedMarket(database);
  let [ours, peer] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round += 1) {
    const rows = blockRows(round * 2 + 1);
    const start = performance.now();
    await writeWithUnnest(database, rows);
    ours = Math.min(ours, performance.now() - start);
    peer = Math.min(peer, await writeWithPrisma(database, blockRows(round * 2 + 2)));
  }
  reportGroup("ender", [
    {
      name: "write a block of 1,000 fills",
      unit: "ms",
      ours,
      peer,
      peerName: "prisma createMany",
      goal: 5,
      lowerIsBetter: true,
    },
  ]);
  await database.close();
} finally {
  await services.stop();
}
