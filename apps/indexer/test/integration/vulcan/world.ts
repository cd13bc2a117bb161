import { applyMigrations, createDatabase, type Database } from "@perpetua/db";
import { startTestServices } from "@perpetua/localnet";
import {
  closeRedis,
  connectRedis,
  decodeValue,
  encodeValue,
  type Headers,
  type OutgoingMessage,
  type RedisClient,
  Topic,
} from "@perpetua/messaging";
import { indexerV1, offChainUpdates, uuidFromOrder, uuidFromSubaccount } from "@perpetua/protocol";
import { createSilentLogger } from "@perpetua/telemetry";
import {
  createOrderStore,
  createVulcan,
  type Market,
  type Vulcan,
  type VulcanEvent,
} from "../../../src/vulcan/index.js";

const ALICE = "dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4";
const MARKET: Market = {
  ticker: "BTC-USD",
  clobPairId: 0,
  atomicResolution: -10,
  quantumConversionExponent: -9,
};
const NOW_MS = 1_795_000_000_000;

type Order = indexerV1.IndexerOrder;

/** Vulcan on real Postgres and Redis; what it sends is kept in memory. */
export class VulcanWorld {
  readonly sent: { topic: Topic; message: OutgoingMessage }[] = [];
  readonly events: VulcanEvent[] = [];
  height: number | undefined = 25;
  /** Lets the next status update fail as if Postgres had gone away. */
  failNextStatus = false;
  #vulcan: Vulcan;

  private constructor(
    readonly database: Database,
    readonly redis: RedisClient,
    readonly stop: () => Promise<void>,
  ) {
    const store = createOrderStore(database);
    this.#vulcan = createVulcan({
      redis,
      orders: {
        ...store,
        setStatus: async (id, status) => {
          const fails = this.failNextStatus;
          this.failNextStatus = false;
          if (fails) throw new Error("database is away");
          return store.setStatus(id, status);
        },
      },
      findMarket: (clobPairId) => (clobPairId === 0 ? MARKET : undefined),
      cachedHeight: () => this.height,
      nowMs: () => NOW_MS,
      publish: (topic, message) => this.sent.push({ topic, message }),
      log: createSilentLogger(),
      count: (event) => this.events.push(event),
      announceUnknownCancels: true,
    });
  }

  static async start(): Promise<VulcanWorld> {
    const services = await startTestServices();
    await applyMigrations(services.databaseUrl);
    const database = createDatabase({ url: services.databaseUrl });
    const redis = await connectRedis({ url: services.redisUrl });
    return new VulcanWorld(database, redis, async () => {
      await closeRedis(redis);
      await database.close();
      await services.stop();
    });
  }

  /** An empty world. */
  async reset(): Promise<void> {
    await this.redis.flushdb();
    await this.database.pool.query(`TRUNCATE "orders", "subaccounts", "blocks" CASCADE`);
    this.sent.length = 0;
    this.events.length = 0;
  }

  process(update: Partial<offChainUpdates.OffChainUpdateV1>, headers?: Headers) {
    return this.#vulcan.processMessage({
      key: Buffer.from("key"),
      value: encodeValue(Topic.toVulcan, offChainUpdates.OffChainUpdateV1.fromPartial(update)),
      headers,
      timestampMs: NOW_MS,
    });
  }

  processBytes(value: Uint8Array | undefined) {
    return this.#vulcan.processMessage({
      key: undefined,
      value,
      headers: undefined,
      timestampMs: NOW_MS,
    });
  }

  place(order: Order, status: "OPENED" | "BEST_EFFORT_OPENED" = "BEST_EFFORT_OPENED") {
    const placementStatus =
      offChainUpdates.OrderPlaceV1_OrderPlacementStatus[`ORDER_PLACEMENT_STATUS_${status}`];
    return this.process({ orderPlace: { order, placementStatus, timeStamp: undefined } });
  }

  update(order: Order, totalFilledQuantums: bigint) {
    return this.process({ orderUpdate: { orderId: order.orderId, totalFilledQuantums } });
  }

  remove(
    order: Order,
    reason: number,
    removalStatus: offChainUpdates.OrderRemoveV1_OrderRemovalStatus,
  ) {
    const removedOrderId = order.orderId;
    return this.process({
      orderRemove: { removedOrderId, reason, removalStatus, timeStamp: undefined },
    });
  }

  /** Contents of what was sent since the last call. */
  takeSent(): { orders: object[]; levels: unknown[]; requeued: unknown[] } {
    const orders: object[] = [];
    const levels: unknown[] = [];
    const requeued: unknown[] = [];
    for (const { topic, message } of this.sent.splice(0)) {
      if (topic === Topic.subaccounts) {
        orders.push(JSON.parse(decodeValue(topic, message.value).contents));
      } else if (topic === Topic.orderbooks) {
        levels.push(JSON.parse(decodeValue(topic, message.value).contents));
      } else {
        requeued.push(decodeValue(Topic.toVulcan, message.value));
      }
    }
    return { orders, levels, requeued };
  }

  level(price: string, side = "BUY"): Promise<string | null> {
    return this.redis.hget(`v4/orderbookLevels/BTC-USD/${side}`, price);
  }

  data(order: Order): Promise<string | null> {
    return this.redis.get(`v4/orderData/${idOf(order)}`);
  }

  /** What ender would have stored. */
  async storeRow(order: Order, status = "OPEN"): Promise<void> {
    const subaccountId = uuidFromSubaccount(order.orderId?.subaccountId);
    const updatedAt = new Date("2026-11-25T10:00:00.500Z");
    const account = { address: ALICE, subaccountNumber: 0, updatedAt, updatedAtHeight: 20n };
    const { prisma } = this.database;
    await prisma.subaccount.upsert({
      where: { id: subaccountId },
      create: { id: subaccountId, ...account },
      update: {},
    });
    await prisma.order.create({
      data: {
        id: idOf(order),
        subaccountId,
        clientId: BigInt(order.orderId?.clientId ?? 0),
        clobPairId: 0n,
        side: "BUY",
        size: "0.1",
        totalFilled: "0.05",
        price: "50000",
        type: "LIMIT",
        status,
        timeInForce: "POST_ONLY",
        reduceOnly: false,
        orderFlags: BigInt(order.orderId?.orderFlags ?? 0),
        goodTilBlockTime: new Date("2026-11-25T11:00:00Z"),
        createdAtHeight: 20n,
        clientMetadata: 0n,
        updatedAt,
        updatedAtHeight: 21n,
      },
    });
  }

  async statusOf(order: Order): Promise<string | undefined> {
    const row = await this.database.prisma.order.findUnique({ where: { id: idOf(order) } });
    return row?.status;
  }

  async commitBlock(height: number): Promise<void> {
    const data = { blockHeight: BigInt(height), time: new Date() };
    await this.database.prisma.block.create({ data });
  }
}

export function idOf(order: Order): string {
  if (!order.orderId) throw new Error("order without id");
  return uuidFromOrder(order.orderId);
}

/** Order O of indexer.md §9.3: alice, client 7, buy 0.1 @ 50 000, goodTilBlock 30, GTT. */
export function orderO(overrides: Partial<Order> = {}, flags = 0, clobPairId = 0): Order {
  const subaccountId = { owner: ALICE, number: 0 };
  return indexerV1.IndexerOrder.fromPartial({
    orderId: { subaccountId, clientId: 7, orderFlags: flags, clobPairId },
    side: indexerV1.IndexerOrder_Side.SIDE_BUY,
    quantums: 1_000_000_000n,
    subticks: 5_000_000_000n,
    ...(flags === 0 ? { goodTilBlock: 30 } : { goodTilBlockTime: 1_800_000_000 }),
    ...overrides,
  });
}
