import { PrismaPg } from "@prisma/adapter-pg";
import type pg from "pg";
import { PrismaClient } from "../generated/client.js";
import { createPool } from "./pool.js";

export interface DatabaseOptions {
  readonly url: string;
  /** Read replica; reads go to the primary when it is absent. */
  readonly readUrl?: string | undefined;
  readonly maxConnections?: number;
  readonly onIdleError?: (error: Error) => void;
}

/** The two ways into Postgres: Prisma for ordinary reads, pools for bulk SQL and exact texts. */
export interface Database {
  /** Primary: writes, and reads that must see them. */
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  /** Replica when there is one, else the primary. */
  readonly prismaRead: PrismaClient;
  readonly readPool: pg.Pool;
  close(): Promise<void>;
}

/** Opens the database lazily: nothing connects before the first query. */
export function createDatabase(options: DatabaseOptions): Database {
  const { url, readUrl, ...poolOptions } = options;
  const pool = createPool({ url, ...poolOptions });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const hasReplica = readUrl !== undefined && readUrl !== "" && readUrl !== url;
  const readPool = hasReplica ? createPool({ url: readUrl, ...poolOptions }) : pool;
  const prismaRead = hasReplica ? new PrismaClient({ adapter: new PrismaPg(readPool) }) : prisma;
  return {
    prisma,
    pool,
    prismaRead,
    readPool,
    close: async () => {
      await prisma.$disconnect();
      if (hasReplica) {
        await prismaRead.$disconnect();
        await readPool.end();
      }
      await pool.end();
    },
  };
}
