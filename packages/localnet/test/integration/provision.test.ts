import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isAlive } from "../../src/process/identity.js";
import { type Provisioned, provision } from "../../src/services/provision.js";
import { SERVICES } from "../../src/services/services.js";
import { SERVICE_NAMES, type ServiceName } from "../../src/services/types.js";

const home = mkdtempSync(join(tmpdir(), "perpetua-provision-"));
let servers: Provisioned;

beforeAll(async () => {
  servers = await provision({ home, durable: true });
}, 180_000);

afterAll(async () => {
  await servers.stop();
  for (const identity of Object.values(servers.identities)) expect(isAlive(identity)).toBe(false);
  rmSync(home, { recursive: true, force: true });
});

const urlOf = (name: ServiceName) =>
  ({ postgres: servers.databaseUrl, redis: servers.redisUrl, kafka: servers.kafkaBrokers })[name];

async function query(sql: string) {
  const client = new pg.Client({ connectionString: servers.databaseUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test.each(SERVICE_NAMES)("%s answers", async (name) => {
  await SERVICES[name].probe(urlOf(name));
});

test("Postgres data survives kill -9 and a restart on the same port", async () => {
  await query("CREATE TABLE probe (x int)");
  await query("INSERT INTO probe VALUES (7)");
  await servers.kill("postgres");
  await expect(SERVICES.postgres.probe(servers.databaseUrl)).rejects.toThrow();
  await servers.restart("postgres");
  expect(await query("SELECT x FROM probe")).toEqual([{ x: 7 }]);
});

test.each(["redis", "kafka"] as const)(
  "%s comes back after kill -9",
  async (name) => {
    await servers.kill(name);
    await expect(SERVICES[name].probe(urlOf(name))).rejects.toThrow();
    await servers.restart(name);
    await SERVICES[name].probe(urlOf(name));
  },
  60_000,
);
