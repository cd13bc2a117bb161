import { afterAll, expect, test } from "vitest";
import { createLeadership, createPool } from "../../src/index.js";
import { services } from "./services.js";

const KEY = 77;
const url = services.databaseUrl;
const pool = createPool({ url });
afterAll(async () => {
  await pool.end();
  await services.stop();
});

const settled = (promise: Promise<unknown>, ms: number) =>
  Promise.race([
    promise.then(() => true),
    new Promise<boolean>((resolve) => setTimeout(resolve, ms, false)),
  ]);

test("one leads, the next waits and takes over when the first goes", async () => {
  const first = createLeadership(url, KEY);
  const second = createLeadership(url, KEY);
  await first.acquire();
  const waiting = second.acquire();
  expect(await settled(waiting, 200)).toBe(false);
  await first.release();
  await waiting;
  expect([first.held, second.held]).toEqual([false, true]);
  await second.release();
});

test("a lost connection is a lost office, and it can be won back", async () => {
  const leader = createLeadership(url, KEY);
  await leader.acquire();
  await pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = $1
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [KEY],
  );
  for (let waited = 0; leader.held && waited < 2_000; waited += 10) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect(leader.held).toBe(false);
  await leader.acquire();
  expect(leader.held).toBe(true);
  await leader.release();
});
