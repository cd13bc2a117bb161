import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { LocalnetEnv } from "../config/env.js";
import { type HomePaths, homePaths } from "../config/homePaths.js";
import { type PortName, type Ports, portsAt } from "../config/ports.js";
import { SERVICES } from "../services/services.js";
import type { LaunchSpec, ServiceContext, ServiceName } from "../services/types.js";
import type { PartSpec } from "./partSpec.js";

/** What the user chose for this run; kept in the state file to compare with a later start. */
export interface StackSettings {
  readonly web: boolean;
  readonly prices: string;
  readonly ethRpc?: string;
  /** Asked for now; the chain keeps those that it was started with. */
  readonly epochs?: "normal" | "fast";
  /** SHA-256 of the genesis file, when there is one. */
  readonly genesis?: string;
}

/** Everything that a part's start needs to know. */
export interface StackContext {
  readonly root: string;
  readonly env: LocalnetEnv;
  readonly paths: HomePaths;
  readonly ports: Ports;
  readonly settings: StackSettings;
}

export function stackContext(
  root: string,
  env: LocalnetEnv,
  settings: StackSettings,
): StackContext {
  return { root, env, settings, paths: homePaths(env.home), ports: portsAt(env.portOffset) };
}

/** The URL of the user's own server, when one takes the place of a provisioned one. */
export function externalUrl(context: StackContext, name: ServiceName): string | undefined {
  const { databaseUrl, redisUrl, kafkaBrokers } = context.env.external;
  return { postgres: databaseUrl, redis: redisUrl, kafka: kafkaBrokers }[name];
}

export function serviceContext(
  context: StackContext,
  name: ServiceName,
  progress: (line: string) => void,
): ServiceContext {
  return {
    dataDir: join(context.paths.home, name),
    port: context.ports[name],
    controllerPort: context.ports.kafkaController,
    cacheDir: context.env.cacheDir,
    durable: true,
    progress,
  };
}

export function serviceUrl(context: StackContext, name: ServiceName): string {
  const own = () => SERVICES[name].url(serviceContext(context, name, () => {}));
  return externalUrl(context, name) ?? own();
}

/** An address to reach the parts at, whatever they are bound to. */
export function probeHost(bind: string): string {
  return bind === "0.0.0.0" || bind === "::" ? "127.0.0.1" : bind;
}

/** The command of a program of ours, with its ports filled in. */
export function programSpec(context: StackContext, part: PartSpec): LaunchSpec {
  const [program = "", ...args] = (part.command ?? []).map((word) => fill(context, part, word));
  return {
    file: program === "node" ? process.execPath : program,
    args,
    cwd: join(context.root, part.cwd ?? "."),
    env: { ...partEnv(context, part), ...part.env },
    stopSignal: "SIGTERM",
    stopGraceMs: part.stopGraceMs ?? 10_000,
  };
}

function fill(context: StackContext, part: PartSpec, word: string): string {
  if (word === "{next}") return nextProgram(join(context.root, part.cwd ?? "."));
  return word
    .replace("{bind}", context.env.bind)
    .replace(/\{port:(\w+)\}/, (_, port: string) => String(context.ports[port as PortName]));
}

/** Next's program file; npm may have put the package in the app's folder or in the root's. */
function nextProgram(directory: string): string {
  const require = createRequire(join(directory, "package.json"));
  return join(dirname(require.resolve("next/package.json")), "dist", "bin", "next");
}

/** What every part is told through its environment. */
function partEnv(context: StackContext, part: PartSpec): Record<string, string> {
  const { env, ports, settings, paths } = context;
  const host = probeHost(env.bind);
  const { databaseReadUrl } = env.external;
  return {
    PERPETUA_HOME: paths.home,
    PERPETUA_PORT_OFFSET: String(env.portOffset),
    PERPETUA_BIND: env.bind,
    PERPETUA_PRICES: settings.prices,
    ...(settings.genesis === undefined ? {} : { PERPETUA_GENESIS: paths.genesisFile }),
    ...(settings.ethRpc === undefined ? {} : { PERPETUA_ETH_RPC: settings.ethRpc }),
    ...(settings.epochs === undefined ? {} : { PERPETUA_EPOCHS: settings.epochs }),
    ...(part.opsPort === undefined ? {} : { OPS_PORT: String(ports[part.opsPort]) }),
    DATABASE_URL: serviceUrl(context, "postgres"),
    ...(databaseReadUrl === undefined ? {} : { DATABASE_READ_URL: databaseReadUrl }),
    REDIS_URL: serviceUrl(context, "redis"),
    KAFKA_BROKERS: serviceUrl(context, "kafka"),
    NODE_OPS_URL: `http://${host}:${ports.opsNode}`,
    NODE_RPC_URL: `http://${host}:${ports.rpc}`,
    NODE_REST_URL: `http://${host}:${ports.rest}`,
    COMLINK_URL: `http://${host}:${ports.comlink}`,
    SOCKS_URL: `ws://${host}:${ports.socks}/v4/ws`,
    FAUCET_URL: `http://${host}:${ports.faucet}`,
  };
}
