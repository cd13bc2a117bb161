import { createPool } from "@perpetua/db";
import { closeRedis, connectRedis, getOrderData } from "@perpetua/messaging";

interface OpenOrder {
  readonly id: string;
  /** What blocks filled, in quantums. */
  readonly filled: string;
}

export interface StrayOrder {
  readonly id: string;
  readonly filledInBlocks: string;
  /** What Redis says of it; undefined: nothing. */
  readonly cached: string | undefined;
}

/**
 * Long-term orders that are open in the database, compared with the book in Redis: each rests there
 * with as much filled as blocks filled of it, however often its node died between a match, a block
 * and their announcement. Orders in which a match waits for its block differ for that long.
 */
export async function strayOrders(
  databaseUrl: string,
  redisUrl: string,
): Promise<{ orders: number; stray: StrayOrder[] }> {
  const pool = createPool({ url: databaseUrl, maxConnections: 1 });
  const redis = await connectRedis({ url: redisUrl });
  try {
    const { rows } = await pool.query<OpenOrder>(
      `SELECT o."id", trunc(o."totalFilled" * power(10::numeric, -m."atomicResolution"))::text AS filled
       FROM orders o JOIN perpetual_markets m ON m."clobPairId" = o."clobPairId"
       WHERE o."status" = 'OPEN' AND o."orderFlags" = 64 AND o."timeInForce" <> 'IOC'`,
    );
    const data = await getOrderData(
      redis,
      rows.map(({ id }) => id),
    );
    const stray = rows.flatMap(({ id, filled }, i): StrayOrder[] => {
      const known = data[i];
      if (known?.restingOnBook === true && known.totalFilledQuantums === BigInt(filled)) return [];
      const cached = known && `${known.totalFilledQuantums} filled, rests: ${known.restingOnBook}`;
      return [{ id, filledInBlocks: filled, cached }];
    });
    return { orders: rows.length, stray };
  } finally {
    await closeRedis(redis);
    await pool.end();
  }
}
