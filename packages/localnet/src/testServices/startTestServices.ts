import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { AppError } from "@perpetua/telemetry";
import { withFileLock } from "../process/fileLock.js";
import { isAlive } from "../process/identity.js";
import { launch } from "../process/launch.js";
import { stopProcess } from "../process/stopProcess.js";
import { TEST_DATABASES } from "../services/redis/redis.js";
import { deleteTopics, dropDatabase, flushRedisDatabase, makeDatabase } from "./isolation.js";
import {
  type KeeperState,
  lockFile,
  nextSerial,
  readKeeperLog,
  readState,
  registerClient,
  stateFile,
  testHome,
} from "./state.js";

/** A suite's own corner of the shared servers. */
export interface TestServices {
  /** A new, empty database. */
  readonly databaseUrl: string;
  /** An empty Redis database of its own (`redis://host:port/N`). */
  readonly redisUrl: string;
  readonly kafkaBrokers: string;
  /** Put before each topic and consumer group name, so that suites do not meet. */
  readonly topicPrefix: string;
  /** Drops what this call made; the servers stay for other suites. */
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 180_000;

/**
 * Real Postgres, Redis and Kafka for a test suite. The first caller on this machine starts them;
 * later ones share them. `DATABASE_URL`, `REDIS_URL` and `KAFKA_BROKERS` take their place.
 */
export async function startTestServices(): Promise<TestServices> {
  const external = externalUrls();
  const home = testHome();
  let release = () => {};
  const { urls, serial } = await withFileLock(lockFile(home), async () => {
    const shared = Object.values(external).every((url) => url !== undefined)
      ? undefined
      : await ensureKeeper(home);
    if (shared !== undefined) release = registerClient(home);
    return { urls: { ...shared, ...definedOnly(external) }, serial: nextSerial(home) };
  });
  const { postgres = "", redis = "", kafka = "" } = urls;
  const name = `t${serial}_${randomBytes(3).toString("hex")}`;
  const databaseUrl = await makeDatabase(postgres, name);
  const redisUrl = await ownRedisDatabase(redis, serial, external.redis !== undefined);
  const topicPrefix = `${name}.`;
  return {
    databaseUrl,
    redisUrl,
    kafkaBrokers: kafka,
    topicPrefix,
    async stop() {
      await dropDatabase(postgres, name);
      await flushRedisDatabase(redisUrl);
      await deleteTopics(kafka, topicPrefix);
      release();
    },
  };
}

/** Ends the shared servers of this checkout, if they run. The test runner calls it last. */
export async function stopTestServices(): Promise<void> {
  const home = testHome();
  const state = readState(home);
  if (state === undefined) return;
  await stopProcess(state.keeper, { graceMs: 45_000 });
  await stopOrphans(state);
}

async function ensureKeeper(home: string): Promise<NonNullable<KeeperState["urls"]>> {
  const before = readState(home);
  if (before !== undefined && isAlive(before.keeper)) return waitForKeeper(home);
  if (before !== undefined) {
    await stopOrphans(before);
    rmSync(stateFile(home), { force: true });
    rmSync(join(home, "servers"), { recursive: true, force: true });
  }
  const source = import.meta.url.endsWith(".ts");
  const main = fileURLToPath(
    new URL(source ? "./keeperMain.ts" : "./keeperMain.js", import.meta.url),
  );
  const loader = source ? ["--conditions=source", "--import", "tsx"] : [];
  const spec = {
    file: process.execPath,
    args: [...loader, main, home],
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    stopSignal: "SIGTERM",
    stopGraceMs: 45_000,
  } as const;
  const { child, exited } = await launch(spec, join(home, "keeper.log"), keeperEnv());
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  const urls = await waitForKeeper(home, () => ended);
  child.unref();
  return urls;
}

/** Vitest's own variables must not reach a process that outlives it. */
function keeperEnv(): Record<string, string | undefined> {
  const { NODE_OPTIONS: _options, VITEST: _vitest, ...rest } = process.env;
  return rest;
}

async function waitForKeeper(
  home: string,
  ended: () => boolean = () => false,
): Promise<NonNullable<KeeperState["urls"]>> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const state = readState(home);
    if (state?.urls !== undefined) return state.urls;
    if (state?.error !== undefined) throw new AppError("TEST_SERVICES", state.error);
    if (ended()) throw new AppError("TEST_SERVICES", `keeper ended: ${readKeeperLog(home)}`);
    await sleep(50);
  }
  throw new AppError("TEST_SERVICES", `servers not ready after ${START_TIMEOUT_MS / 1_000} s`);
}

async function stopOrphans(state: KeeperState): Promise<void> {
  const options = { signal: "SIGINT", graceMs: 10_000 } as const;
  await Promise.all(state.servers.map((server) => stopProcess(server, options)));
}

interface Urls {
  readonly postgres?: string | undefined;
  readonly redis?: string | undefined;
  readonly kafka?: string | undefined;
}

function externalUrls(): Required<Urls> {
  const { DATABASE_URL, REDIS_URL, KAFKA_BROKERS } = process.env;
  return { postgres: DATABASE_URL, redis: REDIS_URL, kafka: KAFKA_BROKERS };
}

function definedOnly(urls: Urls): Partial<Record<keyof Urls, string>> {
  return Object.fromEntries(Object.entries(urls).filter(([, url]) => url !== undefined));
}

/** Database 0 is left alone; a user's own server is used as it is (it may have one database). */
async function ownRedisDatabase(url: string, serial: number, external: boolean): Promise<string> {
  if (external) return url;
  const own = `${url}/${1 + (serial % (TEST_DATABASES - 1))}`;
  await flushRedisDatabase(own);
  return own;
}
