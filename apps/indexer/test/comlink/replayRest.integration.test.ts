import { applyMigrations, createDatabase } from "@perpetua/db";
import { startTestServices, type TestServices } from "@perpetua/localnet";
import { closeRedis, connectRedis } from "@perpetua/messaging";
import { RECORDINGS } from "@perpetua/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Checkpoint, readCheckpoints } from "../../src/replay/recording.js";
import { createReplayComlink } from "../../src/replay/replayComlink.js";
import { replayRest } from "../../src/replay/replayRest.js";
import { checkpointTimeMs, loadKeys, loadRows } from "./support/loadCheckpoint.js";

const FOLDERS = ["main", "roundtable", "edge"] as const;

/** Answers over the recorded rows and keys themselves, hence with decimals of double precision. */
describe.each(FOLDERS)("recorded REST answers of %s over recorded rows", (folder) => {
  let servers: TestServices;
  let checkpoints: Checkpoint[];

  beforeAll(async () => {
    servers = await startTestServices();
    checkpoints = await readCheckpoints(`${RECORDINGS}/${folder}`);
  });
  afterAll(() => servers.stop());

  it("are given again at every checkpoint", async () => {
    await applyMigrations(servers.databaseUrl);
    const database = createDatabase({ url: servers.databaseUrl });
    const redis = await connectRedis({ url: servers.redisUrl });
    const clock = { nowMs: 0 };
    const comlink = await createReplayComlink({
      databaseUrl: servers.databaseUrl,
      redisUrl: servers.redisUrl,
      nowMs: () => clock.nowMs,
    });
    try {
      for (const checkpoint of checkpoints) {
        await emptyDatabase(database);
        await redis.flushdb();
        await loadRows(database.pool, checkpoint);
        await loadKeys(redis, checkpoint);
        clock.nowMs = checkpointTimeMs(checkpoint);
        const result = await replayRest({ checkpoint, comlink, decimals: "double" });
        expect(result.answers, checkpoint.name).toBeGreaterThan(100);
        const places = result.differences.map((difference) => difference.where);
        expect(places.slice(0, 10), checkpoint.name).toEqual([]);
      }
    } finally {
      await comlink.close();
      await closeRedis(redis);
      await database.close();
    }
  });
});

async function emptyDatabase(database: ReturnType<typeof createDatabase>): Promise<void> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT format('%I', tablename) AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  );
  await database.pool.query(`TRUNCATE ${rows.map((row) => row.name).join(", ")} CASCADE`);
}
