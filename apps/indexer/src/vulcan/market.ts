import type { Database } from "@perpetua/db";

/** What order-book and order messages need to know about a market. */
export interface Market {
  readonly ticker: string;
  readonly clobPairId: number;
  readonly atomicResolution: number;
  readonly quantumConversionExponent: number;
}

/** Looks a market up by clob pair; undefined while nobody has heard of it. */
export type FindMarket = (clobPairId: number) => Market | undefined | Promise<Market | undefined>;

export async function readMarkets(database: Database): Promise<Map<number, Market>> {
  const rows = await database.prismaRead.perpetualMarket.findMany({
    select: {
      ticker: true,
      clobPairId: true,
      atomicResolution: true,
      quantumConversionExponent: true,
    },
  });
  return new Map(
    rows.map((row) => [Number(row.clobPairId), { ...row, clobPairId: Number(row.clobPairId) }]),
  );
}
