import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { applyMigrations, createDatabase } from "@perpetua/db";
import { startTestServices, type TestServices } from "@perpetua/localnet";
import { closeRedis, connectRedis } from "@perpetua/messaging";
import { RECORDINGS } from "@perpetua/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Checkpoint, readCheckpoints } from "../../src/replay/recording.js";
import { createReplayComlink } from "../../src/replay/replayComlink.js";
import { replayRest } from "../../src/replay/replayRest.js";
import { checkpointTimeMs, loadKeys, loadRows } from "./support/loadCheckpoint.js";

/** Thousands of answers per recording: minutes on a busy machine. */
const TIMEOUT_MS = 240_000;
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

  it(
    "are given again at every checkpoint and for every single question",
    async () => {
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
        const last = checkpoints.at(-1)!;
        const checkpoint = { ...last, rest: singleQuestions(folder) };
        const { differences } = await replayRest({ checkpoint, comlink, decimals: "double" });
        const places = differences.map((difference) => difference.where);
        expect(places.filter((place) => !LATER_HEIGHT.test(place))).toEqual([]);
      } finally {
        await comlink.close();
        await closeRedis(redis);
        await database.close();
      }
    },
    TIMEOUT_MS,
  );
});

/** Questions that were asked a few blocks before the checkpoint differ in the height alone. */
const LATER_HEIGHT = /at (body\.height, body\.time|\S+\.latestProcessedBlockHeight)$/;

interface Question {
  readonly rest?: string;
  readonly status: number;
  readonly body: unknown;
}

/** The questions that the scenario asked one by one: errors, filters and pages. */
function singleQuestions(folder: string): Checkpoint["rest"] {
  const text = gunzipSync(readFileSync(`${RECORDINGS}/${folder}/steps.jsonl.gz`)).toString();
  const steps = text.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    steps.flatMap((line) => {
      const { rest, status, body } = JSON.parse(line) as Question;
      return rest === undefined ? [] : [[rest, { status, body }]];
    }),
  );
}

async function emptyDatabase(database: ReturnType<typeof createDatabase>): Promise<void> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT format('%I', tablename) AS name FROM pg_tables
     WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  );
  await database.pool.query(`TRUNCATE ${rows.map((row) => row.name).join(", ")} CASCADE`);
}
