import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@perpetua/telemetry";
import { run } from "../../process/run.js";
import type { LaunchSpec, Service, ServiceContext } from "../types.js";
import { containerLaunch, findContainerRuntime } from "./container.js";
import { findJava, findKafkaJars } from "./findKafka.js";
import { probeKafka } from "./probeKafka.js";

export const kafka: Service = {
  name: "kafka",
  url: (context) => `127.0.0.1:${context.port}`,

  async prepare(context): Promise<LaunchSpec> {
    const java = await findJava();
    if (java === undefined) return prepareContainer(context, "no Java 17");
    let libs: string;
    try {
      libs = await findKafkaJars(context);
    } catch (error) {
      return prepareContainer(context, (error as Error).message);
    }
    const config = writeConfig(context);
    await formatOnce(context, java, libs, config);
    const args = [...jvmFlags(), "-cp", join(libs, "*"), "kafka.Kafka", config];
    return { file: java, args, cwd: context.dataDir, stopSignal: "SIGTERM", stopGraceMs: 20_000 };
  },

  probe: (url) => probeKafka(url.split(",")),
};

async function prepareContainer(context: ServiceContext, why: string): Promise<LaunchSpec> {
  const runtime = await findContainerRuntime();
  if (runtime !== undefined) return containerLaunch(runtime, context);
  throw new AppError(
    "KAFKA_MISSING",
    `no Kafka (${why}): install Java 17 (Debian: apt-get install openjdk-17-jre-headless maven), or Docker, or set KAFKA_BROKERS`,
  );
}

function jvmFlags(): string[] {
  const log = "-Dorg.slf4j.simpleLogger";
  return [
    "-Xms128m",
    "-Xmx512m",
    "-XX:+UseG1GC",
    "-XX:MaxGCPauseMillis=20",
    "-XX:TieredStopAtLevel=1",
    "-Xshare:auto",
    `${log}.defaultLogLevel=warn`,
    `${log}.showDateTime=true`,
    `${log}.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSZ`,
  ];
}

function writeConfig({ dataDir, port, controllerPort }: ServiceContext): string {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, "server.properties");
  const settings = {
    "node.id": 1,
    "process.roles": "broker,controller",
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    "advertised.listeners": `PLAINTEXT://127.0.0.1:${port}`,
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "controller.quorum.voters": `1@127.0.0.1:${controllerPort}`,
    "log.dirs": join(dataDir, "logs"),
    "num.partitions": 1,
    "auto.create.topics.enable": false,
    "offsets.topic.num.partitions": 4,
    "offsets.topic.replication.factor": 1,
    "transaction.state.log.num.partitions": 4,
    "transaction.state.log.replication.factor": 1,
    "transaction.state.log.min.isr": 1,
    "share.coordinator.state.topic.num.partitions": 1,
    "share.coordinator.state.topic.replication.factor": 1,
    "share.coordinator.state.topic.min.isr": 1,
    "group.initial.rebalance.delay.ms": 0,
    "message.max.bytes": 16_777_216,
    "replica.fetch.max.bytes": 16_777_216,
    // A single broker has nobody to hand over to; short sessions let it come back in seconds.
    "controlled.shutdown.enable": false,
    "broker.heartbeat.interval.ms": 500,
    "broker.session.timeout.ms": 3_000,
    "controller.quorum.election.timeout.ms": 300,
    "controller.quorum.election.backoff.max.ms": 300,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

async function formatOnce(
  context: ServiceContext,
  java: string,
  libs: string,
  config: string,
): Promise<void> {
  const marker = join(context.dataDir, "formatted");
  if (existsSync(marker)) return;
  context.progress("formatting the broker's storage");
  const clusterId = randomClusterId();
  const tool = ["-cp", join(libs, "*"), "kafka.tools.StorageTool", "format"];
  await run(java, [...tool, "-t", clusterId, "-c", config, "--ignore-formatted"], {
    timeoutMs: 60_000,
  });
  writeFileSync(marker, clusterId);
}

/**
 * A Kafka UUID. One in 64 would begin with a dash, which Kafka's tools take for an option; Kafka
 * itself draws again, too.
 */
export function randomClusterId(draw: () => Buffer = () => randomBytes(16)): string {
  for (;;) {
    const id = draw().toString("base64url");
    if (!id.startsWith("-")) return id;
  }
}
