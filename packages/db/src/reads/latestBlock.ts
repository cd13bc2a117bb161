import type { PrismaClient } from "../generated/client.js";

export interface LatestBlock {
  readonly height: bigint;
  readonly time: Date;
}

/** The newest committed block, or undefined before genesis. Ask the primary for the exact one. */
export async function latestBlock(prisma: PrismaClient): Promise<LatestBlock | undefined> {
  const row = await prisma.block.findFirst({ orderBy: { blockHeight: "desc" } });
  return row === null ? undefined : { height: row.blockHeight, time: row.time };
}
