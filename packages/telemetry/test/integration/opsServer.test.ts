import { afterEach, expect, test } from "vitest";
import {
  createMetrics,
  createReadiness,
  createSilentLogger,
  type OpsServer,
  type OpsServerOptions,
  startOpsServer,
} from "../../src/index.js";

let server: OpsServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(options: Partial<OpsServerOptions> = {}) {
  const metrics = createMetrics({ prefix: "perpetua_probe", processMetrics: false });
  const readiness = createReadiness({ checkTimeoutMs: 50 });
  const logger = createSilentLogger();
  server = await startOpsServer({ port: 0, metrics, readiness, logger, ...options });
  return { server, metrics, readiness };
}

test("metrics are served as Prometheus text", async () => {
  const { server, metrics } = await start();
  metrics.counter({ name: "blocks_total", help: "Blocks." }).inc(3);
  const response = await fetch(`${server.url}/metrics`);
  expect(response.headers.get("content-type")).toContain("text/plain");
  expect(await response.text()).toContain("perpetua_probe_blocks_total 3");
});

test("ready is true when all checks are, and names the failing ones", async () => {
  const { server, readiness } = await start();
  let kafka = false;
  readiness.register("postgres", () => true);
  readiness.register("kafka", async () => ({ ok: kafka, detail: "no coordinator" }));
  readiness.register("redis", () => {
    throw new Error("ECONNREFUSED");
  });
  readiness.register("slow", () => new Promise(() => {}));
  readiness.report("height", () => 12);
  const response = await fetch(`${server.url}/health/ready`);
  expect(response.status).toBe(503);
  expect(await response.json()).toEqual({
    ready: false,
    failing: ["kafka", "redis", "slow"],
    checks: {
      postgres: { ok: true },
      kafka: { ok: false, detail: "no coordinator" },
      redis: { ok: false, detail: "ECONNREFUSED" },
      slow: { ok: false, detail: "no answer within 50 ms" },
    },
    info: { height: 12 },
  });
  kafka = true;
  const again = (await (await fetch(`${server.url}/health/ready`)).json()) as { failing: string[] };
  expect(again.failing).toEqual(["redis", "slow"]);
  expect(() => readiness.register("kafka", () => true)).toThrow(/twice/);
});

test("live is 200 unless a liveness check fails", async () => {
  const { server: first } = await start();
  expect((await fetch(`${first.url}/health/live`)).status).toBe(200);
  await first.close();
  const liveness = createReadiness();
  liveness.register("halted", () => false);
  const { server: second } = await start({ liveness });
  const response = await fetch(`${second.url}/health/live`);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ live: false, failing: ["halted"] });
});

test("extra routes answer, stream, and fail without taking the server down", async () => {
  const { server } = await start({
    routes: {
      "GET /events": ({ url }) => ({
        status: 200,
        contentType: "application/x-ndjson",
        body: (async function* () {
          for (let h = Number(url.searchParams.get("from")); h < 5; h += 1) yield `${h}\n`;
        })(),
      }),
    },
  });
  server.route("POST /boom", () => {
    throw new Error("boom");
  });
  const events = await fetch(`${server.url}/events?from=2`);
  expect(events.headers.get("content-type")).toBe("application/x-ndjson");
  expect(await events.text()).toBe("2\n3\n4\n");
  expect((await fetch(`${server.url}/boom`, { method: "POST" })).status).toBe(500);
  expect((await fetch(`${server.url}/nowhere`)).status).toBe(404);
  expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
});

test("a taken port is an AppError that names it", async () => {
  const { server } = await start();
  const metrics = createMetrics({ prefix: "p", processMetrics: false });
  const second = startOpsServer({
    port: server.port,
    metrics,
    readiness: createReadiness(),
    logger: createSilentLogger(),
  });
  await expect(second).rejects.toMatchObject({ code: "OPS_LISTEN" });
});
