import type { PartSpec } from "./partSpec.js";

const NODE = "apps/node/dist/main.js";
const INDEXER = "apps/indexer/dist/main.js";
const START_MS = 180_000;
const TASK_MS = 120_000;

const indexer = (
  name: string,
  opsPort: PartSpec["opsPort"] & string,
  ports: PartSpec["ports"] = [],
): PartSpec => ({
  name,
  kind: "process",
  dependsOn: ["migrate", "topics", "redis"],
  command: ["node", INDEXER, name],
  ports: [...ports, opsPort],
  opsPort,
  startTimeoutMs: START_MS,
});

/** Every part of the exchange; a part starts when all that it depends on are healthy. */
export const PARTS: readonly PartSpec[] = [
  {
    name: "postgres",
    kind: "service",
    dependsOn: [],
    ports: ["postgres"],
    startTimeoutMs: START_MS,
  },
  { name: "redis", kind: "service", dependsOn: [], ports: ["redis"], startTimeoutMs: START_MS },
  {
    name: "kafka",
    kind: "service",
    dependsOn: [],
    ports: ["kafka", "kafkaController"],
    startTimeoutMs: START_MS,
  },
  {
    name: "migrate",
    kind: "task",
    dependsOn: ["postgres"],
    command: ["node", "packages/db/dist/migrate.js"],
    ports: [],
    startTimeoutMs: TASK_MS,
  },
  {
    name: "topics",
    kind: "task",
    dependsOn: ["kafka"],
    command: ["node", INDEXER, "create-topics"],
    ports: [],
    startTimeoutMs: TASK_MS,
  },
  {
    name: "node",
    kind: "process",
    dependsOn: ["topics"],
    command: ["node", NODE, "start"],
    ports: ["rpc", "rest", "grpc", "streaming", "opsNode"],
    opsPort: "opsNode",
    // A long block log is replayed before the node is ready.
    startTimeoutMs: 300_000,
    stopGraceMs: 20_000,
  },
  indexer("ender", "opsEnder"),
  indexer("vulcan", "opsVulcan"),
  indexer("comlink", "opsComlink", ["comlink"]),
  indexer("socks", "opsSocks", ["socks"]),
  indexer("roundtable", "opsRoundtable"),
  {
    name: "faucet",
    kind: "process",
    dependsOn: ["node"],
    command: ["node", NODE, "faucet"],
    ports: ["faucet", "opsFaucet"],
    opsPort: "opsFaucet",
    startTimeoutMs: START_MS,
  },
  {
    name: "web",
    kind: "process",
    dependsOn: ["comlink"],
    command: ["node", "{next}", "start", "-p", "{port:web}", "-H", "{bind}"],
    cwd: "apps/web",
    ports: ["web"],
    page: { port: "web", path: "/" },
    env: { NODE_ENV: "production" },
    startTimeoutMs: START_MS,
  },
];
