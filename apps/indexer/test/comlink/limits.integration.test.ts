import { StreamHub } from "@perpetua/api";
import { applyMigrations, createDatabase, type Database } from "@perpetua/db";
import { startTestServices, type TestServices } from "@perpetua/localnet";
import { closeRedis, connectRedis, type RedisClient } from "@perpetua/messaging";
import { keyPairFromPrivateKey, signAdr36, signBytes } from "@perpetua/protocol";
import { createSilentLogger } from "@perpetua/telemetry";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createApiDeps } from "../../src/comlink/apiDeps.js";
import { createComlink } from "../../src/comlink/createComlink.js";
import { createRateLimiter } from "../../src/comlink/http/rateLimiter.js";

const KEY = new Uint8Array(32).fill(7);
const { publicKey: PUBLIC_KEY, address: ADDRESS } = keyPairFromPrivateKey(KEY);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

describe("comlink over real stores", () => {
  let servers: TestServices;
  let database: Database;
  let redis: RedisClient;
  let app: FastifyInstance;
  const asked: string[] = [];

  beforeAll(async () => {
    servers = await startTestServices();
    await applyMigrations(servers.databaseUrl);
    database = createDatabase({ url: servers.databaseUrl });
    redis = await connectRedis({ url: servers.redisUrl });
    const compliance = {
      screen: async (address: string) => {
        asked.push(address);
        const blocked = address.endsWith("l");
        return { blocked, riskScore: blocked ? 75 : undefined };
      },
    };
    app = await createComlink({
      deps: createApiDeps({ database, redis, hub: new StreamHub(), compliance }),
      limiter: createRateLimiter({
        redis,
        enabled: true,
        internalIps: new Set(["10.0.0.1"]),
        onStoreError: (error) => {
          throw error;
        },
      }),
      logger: createSilentLogger(),
    });
  });
  afterAll(async () => {
    await app.close();
    await closeRedis(redis);
    await database.close();
    await servers.stop();
  });
  beforeEach(async () => {
    asked.length = 0;
    await redis.flushdb();
  });

  const ask = (url: string, ip?: string) =>
    app.inject({ url, headers: ip === undefined ? {} : { "cf-connecting-ip": ip } });

  it("refuses the 101st question of an IP in one bucket, whatever the route", async () => {
    const answers = [];
    for (let count = 0; count < 50; count++) {
      answers.push(await ask("/v4/time", "203.0.113.9"));
      answers.push(await ask("/v4/affiliates/snapshot", "203.0.113.9"));
    }
    expect(answers.every((answer) => answer.statusCode === 200)).toBe(true);
    expect(answers[99]?.headers["ratelimit-remaining"]).toBe("0");
    const refused = await ask("/v4/time", "203.0.113.9");
    expect(refused.statusCode).toBe(429);
    const waitMs = Number(refused.headers["retry-after"]);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(10_000);
    const others = [
      await ask("/v4/time", "203.0.113.10"),
      await ask("/v4/sparklines?timePeriod=ONE_DAY", "203.0.113.9"),
      await ask("/v4/time", "10.0.0.1"),
      await ask("/v4/time"),
    ];
    expect(others.map((answer) => answer.statusCode)).toEqual([200, 200, 200, 200]);
  });

  it("asks the provider twice a minute for callers without an IP, who share a counter", async () => {
    const statuses = [];
    for (const letter of ["x", "y", "z"]) {
      statuses.push((await ask(`/v4/compliance/screen/dydx1${letter}`)).statusCode);
    }
    expect(statuses).toEqual([200, 200, 429]);
    expect(asked).toEqual(["dydx1x", "dydx1y"]);
    expect(await redis.get("comlink/screen_providers:undefined")).toBe("3");
  });

  it("stores a verdict and does not ask again", async () => {
    const url = "/v4/compliance/screen/dydx1l";
    const first = (await ask(url)).json() as { status: string };
    expect(first).toMatchObject({ status: "BLOCKED", reason: "COMPLIANCE_PROVIDER" });
    expect((await ask(url)).json()).toEqual(first);
    expect((await ask("/v4/screen?address=dydx1l")).json()).toEqual({
      restricted: true,
      reason: "COMPLIANCE_PROVIDER",
    });
    expect(asked).toEqual(["dydx1l"]);
    const account = await ask("/v4/addresses/dydx1l");
    expect(account.json()).toMatchObject({ errors: [{ code: "COMPLIANCE_BLOCKED" }] });
  });

  const post = (url: string, payload: object) => app.inject({ method: "POST", url, payload });

  it("checks signatures of a check-in, stray quote included (Q18)", async () => {
    const timestamp = Math.floor(Date.now() / 1000);
    const body = { address: ADDRESS, message: "hi", action: "CONNECT", pubkey: base64(PUBLIC_KEY) };
    const sign = (text: string) => base64(signBytes(new TextEncoder().encode(text), KEY));
    const url = "/v4/compliance/geoblock";
    const good = await post(url, {
      ...body,
      timestamp,
      signedMessage: sign(`hi:CONNECT":${timestamp}`),
    });
    expect(good.json()).toMatchObject({ status: "COMPLIANT", reason: null });
    const wrong = await post(url, { ...body, timestamp, signedMessage: sign("hi") });
    expect(wrong.statusCode).toBe(400);
    expect(wrong.json()).toEqual({ errors: [{ msg: "Signature verification failed" }] });
    const old = await post(url, { ...body, timestamp: timestamp - 31, signedMessage: sign("x") });
    expect(old.json()).toEqual({
      errors: [{ msg: "Timestamp is not within the valid range of 30 seconds" }],
    });
    const foreign = await post(url, {
      ...body,
      address: "dydx1q",
      timestamp,
      signedMessage: "AA==",
    });
    expect(foreign.json()).toMatchObject({
      errors: [{ msg: expect.stringContaining("does not correspond to the pubkey") }],
    });
    const keplr = await post("/v4/compliance/geoblock-keplr", {
      ...body,
      signedMessage: base64(signAdr36(ADDRESS, "hi", KEY)),
    });
    expect(keplr.json()).toMatchObject({ status: "COMPLIANT" });
  });

  it("registers a push token for a known wallet only", async () => {
    const timestamp = Math.floor(Date.now() / 1000);
    const body = {
      token: "t1",
      message: "m",
      timestamp,
      walletIsKeplr: true,
      pubKey: base64(PUBLIC_KEY),
      signedMessage: base64(signAdr36(ADDRESS, "m", KEY)),
    };
    const url = `/v4/addresses/${ADDRESS}/registerToken`;
    expect((await post(url, body)).json()).toEqual({
      errors: [{ msg: `No wallet found with address: ${ADDRESS}` }],
    });
    await database.pool.query(
      `INSERT INTO wallets (address, "totalTradingRewards") VALUES ($1, 0)`,
      [ADDRESS],
    );
    expect((await post(url, body)).json()).toEqual({});
    const { rows } = await database.pool.query(
      "SELECT token, language FROM firebase_notification_tokens",
    );
    expect(rows).toEqual([{ token: "t1", language: "en" }]);
  });
});
