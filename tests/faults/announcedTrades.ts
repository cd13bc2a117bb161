import { createPool } from "@perpetua/db";
import {
  createKafka,
  decodeValue,
  kafkaOptions,
  nextOffsets,
  runConsumer,
  sleep,
  Topic,
} from "@perpetua/messaging";

export interface AnnouncedTrades {
  readonly trades: number;
  /** Announced more than once, which the wire allows (design.md §2, promise 4). */
  readonly repeated: number;
  /** Taker fills that no message told. */
  readonly missing: readonly string[];
  /** Told, but not in the database. */
  readonly invented: readonly string[];
}

const TIMEOUT_MS = 30_000;

/** Compares the trades on `to-websockets-trades`, from its beginning, with the taker fills. */
export async function announcedTrades(
  databaseUrl: string,
  brokers: string,
): Promise<AnnouncedTrades> {
  const expected = new Set(await takerFills(databaseUrl));
  const ids = await tradeIds(brokers);
  const told = new Set(ids);
  return {
    trades: told.size,
    repeated: ids.length - told.size,
    missing: [...expected].filter((id) => !told.has(id)),
    invented: [...told].filter((id) => !expected.has(id)),
  };
}

async function takerFills(databaseUrl: string): Promise<string[]> {
  const pool = createPool({ url: databaseUrl, maxConnections: 1 });
  try {
    const { rows } = await pool.query<{ id: string }>(
      `SELECT encode("eventId", 'hex') AS id FROM fills WHERE liquidity = 'TAKER'`,
    );
    return rows.map(({ id }) => id);
  } finally {
    await pool.end();
  }
}

/** The ids of all trades that were ever announced, with repetitions. */
async function tradeIds(brokers: string): Promise<string[]> {
  const options = kafkaOptions("faults", { KAFKA_BROKERS: brokers });
  const kafka = createKafka(options);
  const [end = 0n] = await nextOffsets(kafka, Topic.trades);
  const ids: string[] = [];
  let next = 0n;
  const consumer = runConsumer(kafka, {
    topics: [Topic.trades],
    groupId: `faults_${process.pid}`,
    fromBeginning: true,
    options,
    onMessages: async (messages) => {
      for (const { value, offset } of messages) {
        next = BigInt(offset) + 1n;
        if (value === undefined) continue;
        const { contents } = decodeValue(Topic.trades, value);
        const { trades } = JSON.parse(contents) as { trades: readonly { id: string }[] };
        ids.push(...trades.map(({ id }) => id));
      }
    },
  });
  const deadline = Date.now() + TIMEOUT_MS;
  while (next < end && Date.now() < deadline) await sleep(100);
  await consumer.stop();
  if (next < end) throw new Error(`only ${next} of ${end} trade messages were read`);
  return ids;
}
