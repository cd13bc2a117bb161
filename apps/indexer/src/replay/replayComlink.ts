import { StreamHub } from "@perpetua/api";
import { createDatabase } from "@perpetua/db";
import { closeRedis, connectRedis } from "@perpetua/messaging";
import { createSilentLogger } from "@perpetua/telemetry";
import { createApiDeps } from "../comlink/apiDeps.js";
import { createComlink } from "../comlink/createComlink.js";
import type { RestAsker } from "./replayRest.js";

export interface ReplayComlinkOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** The moment at which the recorded questions were asked. */
  readonly nowMs?: () => number;
}

/** A comlink in this process that listens on no port, over the stores of a replay. */
export async function createReplayComlink(
  options: ReplayComlinkOptions,
): Promise<RestAsker & { close(): Promise<void> }> {
  const database = createDatabase({ url: options.databaseUrl, maxConnections: 4 });
  const redis = await connectRedis({ url: options.redisUrl });
  const deps = createApiDeps({
    database,
    redis,
    hub: new StreamHub(),
    clock: { nowMs: options.nowMs ?? Date.now },
    marketRefreshMs: 0,
  });
  const app = await createComlink({
    deps,
    limiter: { count: async () => undefined },
    logger: createSilentLogger(),
    reuseAnswers: false,
  });
  return {
    ask: async (url) => {
      const answer = await app.inject({ method: "GET", url });
      return { status: answer.statusCode, body: answer.json() as unknown };
    },
    close: async () => {
      await app.close();
      await closeRedis(redis);
      await database.close();
    },
  };
}
