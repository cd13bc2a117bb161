import { indexerShared, indexerV1, offChainUpdates } from "@perpetua/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { idOf, orderO, VulcanWorld } from "../../integration/vulcan/world.js";

/**
 * Whatever the node reports, in whatever order: a price level is the sum of what rests there, Redis
 * knows exactly the orders that were placed and not removed, and no level is negative.
 */

const { SIDE_BUY, SIDE_SELL } = indexerV1.IndexerOrder_Side;
const { TIME_IN_FORCE_UNSPECIFIED, TIME_IN_FORCE_IOC } = indexerV1.IndexerOrder_TimeInForce;
const REASON = indexerShared.OrderRemovalReason.ORDER_REMOVAL_REASON_USER_CANCELED;
const STATUS =
  offChainUpdates.OrderRemoveV1_OrderRemovalStatus.ORDER_REMOVAL_STATUS_BEST_EFFORT_CANCELED;

interface Known {
  readonly order: indexerV1.IndexerOrder;
  filled: bigint;
  resting: boolean;
}

const client = fc.nat(5);
const command = fc.oneof(
  fc.record({
    kind: fc.constant("place" as const),
    client,
    price: fc.integer({ min: 1, max: 3 }),
    quantums: fc.bigInt({ min: 1n, max: 2n ** 62n }),
    isBuy: fc.boolean(),
    isImmediate: fc.boolean(),
  }),
  // Optimistic fills may also be taken back, and may exceed the size for a moment.
  fc.record({
    kind: fc.constant("update" as const),
    client,
    filled: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  }),
  fc.record({ kind: fc.constant("remove" as const), client }),
);

function toOrder(
  client: number,
  spec: { price: number; quantums: bigint } & Record<string, unknown>,
) {
  const base = orderO();
  return {
    ...base,
    orderId: { ...base.orderId!, clientId: client },
    side: spec.isBuy ? SIDE_BUY : SIDE_SELL,
    quantums: spec.quantums,
    subticks: BigInt(spec.price) * 100_000n,
    timeInForce: spec.isImmediate ? TIME_IN_FORCE_IOC : TIME_IN_FORCE_UNSPECIFIED,
  };
}

let world: VulcanWorld;
beforeAll(async () => {
  world = await VulcanWorld.start();
});
afterAll(() => world.stop());

const left = ({ order, filled }: Known) => (filled < order.quantums ? order.quantums - filled : 0n);

async function levelsInRedis(): Promise<Record<string, string>> {
  const levels: Record<string, string> = {};
  for (const side of ["BUY", "SELL"]) {
    const hash = await world.redis.hgetall(`v4/orderbookLevels/BTC-USD/${side}`);
    for (const [price, quantums] of Object.entries(hash)) {
      if (quantums !== "0") levels[`${side} ${price}`] = quantums;
    }
  }
  return levels;
}

function levelsOf(known: Iterable<Known>): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const entry of known) {
    const { order, resting } = entry;
    if (!resting || order.timeInForce === TIME_IN_FORCE_IOC) continue;
    const side = order.side === SIDE_BUY ? "BUY" : "SELL";
    const level = `${side} ${order.subticks / 100_000n}`;
    sums.set(level, (sums.get(level) ?? 0n) + left(entry));
  }
  const rows = [...sums].filter(([, sum]) => sum > 0n).map(([level, sum]) => [level, String(sum)]);
  return Object.fromEntries(rows) as Record<string, string>;
}

test("levels are the sums of what rests", async () => {
  const property = fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (commands) => {
    await world.reset();
    const known = new Map<number, Known>();
    for (const next of commands) {
      const entry = known.get(next.client);
      if (next.kind === "place") {
        const order = toOrder(next.client, next);
        await world.place(order);
        // An equal expiry is no replacement.
        if (!entry) known.set(next.client, { order, filled: 0n, resting: false });
      } else if (next.kind === "update") {
        await world.update(toOrder(next.client, { price: 1, quantums: 1n }), next.filled);
        if (entry) Object.assign(entry, { filled: next.filled, resting: true });
      } else {
        await world.remove(toOrder(next.client, { price: 1, quantums: 1n }), REASON, STATUS);
        known.delete(next.client);
      }
    }
    expect(await levelsInRedis()).toEqual(levelsOf(known.values()));
    const ids = [...known.values()].map(({ order }) => idOf(order)).sort();
    expect((await world.redis.zrange("v4/orderExpiry", "0", "-1")).sort()).toEqual(ids);
    const stored = (await world.redis.keys("v4/orders/*")).map((key) => key.slice(10)).sort();
    expect(stored).toEqual(ids);
    expect(world.events).not.toContain("negative_level");
  });
  await fc.assert(property, { numRuns: 40 });
}, 120_000);
