import { closeRedis, connectRedis, getOrderData, getOrders } from "@perpetua/messaging";
import { indexerV1 } from "@perpetua/protocol";

const ORDERS = "v4/orders/";
const LEVELS = "v4/orderbookLevels/";

export interface BrokenLevel {
  readonly level: string;
  /** Quantums that the level has too many (negative: too few). */
  readonly surplus: bigint;
}

/**
 * Compares every price level in Redis with the orders that rest at it: what vulcan adds to and
 * takes
 * from levels must stay in step with its orders, however often it dies in between.
 */
export async function brokenLevels(
  redisUrl: string,
): Promise<{ levels: number; broken: BrokenLevel[] }> {
  const redis = await connectRedis({ url: redisUrl });
  try {
    const resting = new Map<string, bigint>();
    const ids = (await redis.keys(`${ORDERS}*`)).map((key) => key.slice(ORDERS.length));
    const [orders, data] = await Promise.all([getOrders(redis, ids), getOrderData(redis, ids)]);
    orders.forEach((stored, index) => {
      const state = data[index];
      if (stored?.order === undefined || state?.restingOnBook !== true) return;
      const { side, quantums, timeInForce } = stored.order;
      // Orders that must match at once never rest, whatever the update says.
      if (timeInForce === indexerV1.IndexerOrder_TimeInForce.TIME_IN_FORCE_IOC) return;
      const sideText = side === indexerV1.IndexerOrder_Side.SIDE_BUY ? "BUY" : "SELL";
      const level = `${stored.ticker}/${sideText} ${stored.price}`;
      const left = quantums - state.totalFilledQuantums;
      if (left > 0n) resting.set(level, (resting.get(level) ?? 0n) + left);
    });
    const held = new Map<string, bigint>();
    for (const key of await redis.keys(`${LEVELS}*`)) {
      if (key.endsWith("/lastUpdated")) continue;
      for (const [price, quantums] of Object.entries(await redis.hgetall(key))) {
        if (quantums !== "0") held.set(`${key.slice(LEVELS.length)} ${price}`, BigInt(quantums));
      }
    }
    const levels = [...new Set([...held.keys(), ...resting.keys()])];
    const surplusOf = (level: string) => (held.get(level) ?? 0n) - (resting.get(level) ?? 0n);
    const broken = levels
      .map((level) => ({ level, surplus: surplusOf(level) }))
      .filter(({ surplus }) => surplus !== 0n);
    return { levels: levels.length, broken };
  } finally {
    await closeRedis(redis);
  }
}
