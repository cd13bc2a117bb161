import type { AddressInfo } from "node:net";
import { StreamHub } from "@perpetua/api";
import { applyMigrations, createDatabase } from "@perpetua/db";
import { startTestServices } from "@perpetua/localnet";
import { closeRedis, connectRedis } from "@perpetua/messaging";
import { createMetrics, createSilentLogger } from "@perpetua/telemetry";
import { RECORDINGS } from "@perpetua/testkit";
import Fastify from "fastify";
import { createApiDeps } from "../src/comlink/apiDeps.js";
import { createComlink } from "../src/comlink/createComlink.js";
import { createRateLimiter } from "../src/comlink/http/rateLimiter.js";
import { createComlinkMetrics } from "../src/comlink/metrics.js";
import { readCheckpoints } from "../src/replay/recording.js";
import { loadKeys, loadRows } from "../test/comlink/support/loadCheckpoint.js";

/** The two servers of comlink.bench.ts, in a process of their own. */
async function main(): Promise<void> {
  const servers = await startTestServices();
  await applyMigrations(servers.databaseUrl);
  const database = createDatabase({ url: servers.databaseUrl });
  const redis = await connectRedis({ url: servers.redisUrl });
  const checkpoint = (await readCheckpoints(`${RECORDINGS}/main`)).at(-1);
  if (checkpoint === undefined) throw new Error("the recording has no checkpoint");
  await loadRows(database.pool, checkpoint);
  await loadKeys(redis, checkpoint);

  const metrics = createComlinkMetrics(createMetrics({ prefix: "bench" }));
  const comlink = await createComlink({
    deps: createApiDeps({ database, redis, hub: new StreamHub() }),
    limiter: createRateLimiter({
      redis,
      enabled: true,
      internalIps: new Set(),
      onStoreError: (error) => {
        throw error;
      },
    }),
    logger: createSilentLogger(),
    onAnswered: metrics.onAnswered,
  });
  const empty = Fastify();
  empty.get("/", async () => ({}));
  const portOf = async (app: typeof empty) => {
    await app.listen({ port: 0, host: "127.0.0.1" });
    return (app.server.address() as AddressInfo).port;
  };
  process.once("message", async () => {
    await Promise.all([comlink.close(), empty.close()]);
    await closeRedis(redis);
    await database.close();
    await servers.stop();
    process.exit(0);
  });
  process.send?.({ comlink: await portOf(comlink as never), empty: await portOf(empty) });
}

await main();
