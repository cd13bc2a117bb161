import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { findExecutable } from "../../process/findExecutable.js";
import { run } from "../../process/run.js";
import type { LaunchSpec, ServiceContext } from "../types.js";
import { KAFKA_VERSION } from "./kafkaJars.js";

/** Docker or Podman, when its daemon answers. */
export async function findContainerRuntime(): Promise<string | undefined> {
  const runtime = findExecutable(["docker", "podman"]);
  if (runtime === undefined) return undefined;
  return run(runtime, ["info"], { timeoutMs: 5_000 }).then(
    () => runtime,
    () => undefined,
  );
}

/** The official image in the foreground, so that it ends with its process like any other part. */
export function containerLaunch(runtime: string, context: ServiceContext): LaunchSpec {
  const { port, controllerPort, dataDir } = context;
  const data = join(dataDir, "container");
  mkdirSync(data, { recursive: true, mode: 0o777 });
  const settings: Record<string, string> = {
    NODE_ID: "1",
    PROCESS_ROLES: "broker,controller",
    LISTENERS: `PLAINTEXT://:${port},CONTROLLER://:${controllerPort}`,
    ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
    CONTROLLER_LISTENER_NAMES: "CONTROLLER",
    LISTENER_SECURITY_PROTOCOL_MAP: "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    CONTROLLER_QUORUM_VOTERS: `1@localhost:${controllerPort}`,
    LOG_DIRS: "/data",
    AUTO_CREATE_TOPICS_ENABLE: "false",
    OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
    TRANSACTION_STATE_LOG_REPLICATION_FACTOR: "1",
    TRANSACTION_STATE_LOG_MIN_ISR: "1",
    GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
    MESSAGE_MAX_BYTES: "16777216",
  };
  const name = `perpetua-kafka-${basename(dirname(dataDir))}-${port}`;
  const args = ["run", "--rm", "--name", name, "-p", `127.0.0.1:${port}:${port}`];
  args.push("-v", `${data}:/data`);
  for (const [key, value] of Object.entries(settings)) args.push("-e", `KAFKA_${key}=${value}`);
  args.push(`apache/kafka:${KAFKA_VERSION}`);
  context.progress(`using the container image apache/kafka:${KAFKA_VERSION}`);
  return { file: runtime, args, stopSignal: "SIGTERM", stopGraceMs: 20_000 };
}
