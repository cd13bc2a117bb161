import { expect, test } from "vitest";
import { createMetrics } from "../../src/index.js";

const fresh = () => createMetrics({ prefix: "perpetua_probe", processMetrics: false });

test("counter, gauge and histogram appear under the prefix", async () => {
  const metrics = fresh();
  metrics.counter({ name: "blocks_total", help: "Blocks." }).inc(2);
  const gauge = metrics.gauge({ name: "queue_messages", help: "Queue.", labels: ["topic"] });
  gauge.set({ topic: "to-ender" }, 5);
  metrics.gauge({ name: "chain_height", help: "Height.", read: () => 42 });
  metrics.histogram({ name: "commit_seconds", help: "Commit." }).observe(0.003);
  const text = await metrics.text();
  expect(text).toContain("perpetua_probe_blocks_total 2");
  expect(text).toContain('perpetua_probe_queue_messages{topic="to-ender"} 5');
  expect(text).toContain("perpetua_probe_chain_height 42");
  expect(text).toContain('perpetua_probe_commit_seconds_bucket{le="0.005"} 1');
});

test("a gauge with labels is read as a whole, series that are gone disappear", async () => {
  const metrics = fresh();
  let lag = [
    { labels: { topic: "to-ender" }, value: 1 },
    { labels: { topic: "to-vulcan" }, value: 2 },
  ];
  metrics.gauge({ name: "lag_messages", help: "Lag.", labels: ["topic"], read: () => lag });
  expect(await metrics.text()).toContain('perpetua_probe_lag_messages{topic="to-vulcan"} 2');
  lag = [{ labels: { topic: "to-ender" }, value: 3 }];
  const text = await metrics.text();
  expect(text).toContain('perpetua_probe_lag_messages{topic="to-ender"} 3');
  expect(text).not.toContain("to-vulcan");
});

test("default labels and process series are there when asked for", async () => {
  const metrics = createMetrics({ prefix: "perpetua_x", labels: { service: "ender" } });
  metrics.counter({ name: "a_total", help: "A." }).inc();
  const text = await metrics.text();
  expect(text).toContain('perpetua_x_a_total{service="ender"} 1');
  expect(text).toContain("process_resident_memory_bytes");
});

test("names without a unit, in camel case, or twice are refused", () => {
  const metrics = fresh();
  expect(() => metrics.counter({ name: "blocks", help: "" })).toThrow(/must end in total/);
  expect(() => metrics.gauge({ name: "queue", help: "" })).toThrow(/must end in/);
  expect(() => metrics.histogram({ name: "commitTime_seconds", help: "" })).toThrow(/snake_case/);
  metrics.counter({ name: "a_total", help: "A." });
  expect(() => metrics.counter({ name: "a_total", help: "A." })).toThrow(/registered twice/);
});
