import { StreamHub } from "@perpetua/api";
import { applyMigrations, createDatabase, type Database } from "@perpetua/db";
import { startTestServices, type TestServices } from "@perpetua/localnet";
import { closeRedis, connectRedis, type RedisClient } from "@perpetua/messaging";
import { createSilentLogger } from "@perpetua/telemetry";
import { RECORDINGS } from "@perpetua/testkit";
import fc from "fast-check";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiDeps } from "../../src/comlink/apiDeps.js";
import { createComlink } from "../../src/comlink/createComlink.js";
import { type AnyRoute, pathParameters } from "../../src/comlink/http/route.js";
import { restRoutes } from "../../src/comlink/routes/index.js";
import { readCheckpoints } from "../../src/replay/recording.js";
import { loadKeys, loadRows } from "./support/loadCheckpoint.js";

/** Texts that have broken parsers and databases before, and some that are right. */
const text = fc.oneof(
  fc.constantFrom(
    "0",
    "1",
    "127",
    "128000",
    "-1",
    "1e3",
    "1.5",
    "9007199254740991",
    "9007199254740992",
    "99999999999999999999999",
    "2026",
    "2026-02-30",
    "2026-11-23T07:35:00Z",
    "0000-01-01",
    "9999-12-31T23:59:59-23:00",
    "275760-09-13",
    "true",
    "False",
    "null",
    "undefined",
    "",
    " ",
    "%",
    "\0",
    "'; DROP TABLE fills; --",
    "[]",
    "{}",
    "__proto__",
    "BTC-USD",
    "PERPETUAL",
    "LIMIT,OPEN",
    "1MIN",
    "DAILY",
    "ONE_DAY",
    "dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4",
    "00000000-0000-0000-0000-000000000000",
    "💥",
    "\ud800",
  ),
  fc.string({ maxLength: 30 }),
);

function wellFormed(value: string): string {
  return encodeURIComponent(Buffer.from(value).toString());
}

/** A question to a route: texts for its path, for some of its parameters and for unknown ones. */
function question(route: AnyRoute): fc.Arbitrary<string> {
  const names = Object.keys(route.input.shape);
  const inPath = pathParameters(route.path);
  const query = fc.dictionary(fc.constantFrom(...names, "extra", "status[]"), text, {
    maxKeys: names.length + 1,
  });
  return fc.tuple(fc.array(text, { minLength: 3, maxLength: 3 }), query).map(([path, values]) => {
    let url = route.path;
    for (const [index, name] of inPath.entries()) {
      url = url.replace(`:${name}`, wellFormed(path[index] || "x"));
    }
    const pairs = Object.entries(values).map(([name, value]) => `${name}=${wellFormed(value)}`);
    return pairs.length === 0 ? url : `${url}?${pairs.join("&")}`;
  });
}

describe("malformed questions", () => {
  let servers: TestServices;
  let database: Database;
  let redis: RedisClient;
  let app: FastifyInstance;

  beforeAll(async () => {
    servers = await startTestServices();
    await applyMigrations(servers.databaseUrl);
    database = createDatabase({ url: servers.databaseUrl });
    redis = await connectRedis({ url: servers.redisUrl });
    const checkpoint = (await readCheckpoints(`${RECORDINGS}/main`, "shortterm")).at(-1)!;
    await loadRows(database.pool, checkpoint);
    await loadKeys(redis, checkpoint);
    app = await createComlink({
      deps: createApiDeps({ database, redis, hub: new StreamHub() }),
      limiter: { count: async () => undefined },
      logger: createSilentLogger(),
      reuseAnswers: false,
    });
  });
  afterAll(async () => {
    await app.close();
    await closeRedis(redis);
    await database.close();
    await servers.stop();
  });

  /** Recorded as 500: no username yet, or a missing address (api.md §1.22, §1.24). */
  const MAY_FAIL = new Set([
    "/v4/affiliates/metadata",
    "/v4/affiliates/total_volume",
    "/v4/trader/search",
  ]);

  it.each(restRoutes.filter(({ method }) => method === "GET").map((r) => [r.path, r] as const))(
    "to %s never break it",
    async (path, route) => {
      await fc.assert(
        fc.asyncProperty(question(route), async (url) => {
          const answer = await app.inject(url);
          if (answer.statusCode === 500 && MAY_FAIL.has(path)) return;
          expect([200, 400, 404]).toContain(answer.statusCode);
          const type = answer.headers["content-type"];
          if (answer.statusCode !== 400) expect(type).toBe("application/json; charset=utf-8");
        }),
        { numRuns: 80 },
      );
    },
  );

  it.each(restRoutes.filter(({ method }) => method === "POST").map((r) => [r.path, r] as const))(
    "to POST %s never break it",
    async (path, route) => {
      const url = path.replace(":address", "dydx1x");
      const body = fc.dictionary(fc.constantFrom(...Object.keys(route.input.shape)), fc.anything());
      await fc.assert(
        fc.asyncProperty(body, async (fields) => {
          const payload = JSON.stringify(fields, (_, value) =>
            typeof value === "bigint" ? String(value) : value,
          );
          const answer = await app.inject({
            method: "POST",
            url,
            headers: { "content-type": "application/json" },
            payload,
          });
          expect([400, 404]).toContain(answer.statusCode);
        }),
        { numRuns: 60 },
      );
    },
  );
});
