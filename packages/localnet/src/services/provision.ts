import { homedir } from "node:os";
import { join } from "node:path";
import { portsAt } from "../config/ports.js";
import type { ProcessIdentity } from "../process/identity.js";
import { type Launched, launch } from "../process/launch.js";
import { freePort } from "../process/net.js";
import { stopProcess } from "../process/stopProcess.js";
import { SERVICES } from "./services.js";
import { type LaunchSpec, SERVICE_NAMES, type ServiceContext, type ServiceName } from "./types.js";
import { waitUntilReady } from "./waitUntilReady.js";

export interface ProvisionOptions {
  readonly services?: readonly ServiceName[];
  /** Data in `<home>/<service>`, logs in `<home>/logs`. */
  readonly home: string;
  /** The contract's ports plus this; without it, free ports. */
  readonly portOffset?: number;
  /** False: no fsync, for tests that do not cut the power. */
  readonly durable?: boolean;
  readonly cacheDir?: string;
  readonly progress?: (line: string) => void;
}

/** Running servers of the caller's own. */
export interface Provisioned {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly kafkaBrokers: string;
  readonly identities: Readonly<Partial<Record<ServiceName, ProcessIdentity>>>;
  /** Ends one server without mercy (`kill -9`), for fault tests. */
  kill(service: ServiceName): Promise<void>;
  /** Starts a killed server again on the same data and port. */
  restart(service: ServiceName): Promise<void>;
  /** Stops all servers cleanly; the data stays. */
  stop(): Promise<void>;
}

interface Running {
  readonly spec: LaunchSpec;
  launched: Launched;
}

const READY_TIMEOUT_MS = 180_000;

/** Starts real Postgres, Redis and Kafka servers (or some of them) and waits until they answer. */
export async function provision(options: ProvisionOptions): Promise<Provisioned> {
  const names = options.services ?? SERVICE_NAMES;
  const contexts = await makeContexts(options);
  const running = new Map<ServiceName, Running>();
  const start = async (name: ServiceName): Promise<void> => {
    const log = join(options.home, "logs", `${name}.log`);
    const context = contexts[name];
    const service = SERVICES[name];
    const spec = await service.prepare(context);
    const launched = await launch(spec, log, process.env);
    running.set(name, { spec, launched });
    const probe = () => service.probe(service.url(context));
    await waitUntilReady(launched, probe, { name, log, timeoutMs: READY_TIMEOUT_MS });
    await service.afterReady?.(context);
  };
  const stop = async () => {
    const stops = [...running.values()].map(({ spec, launched }) =>
      stopProcess(launched.identity, { signal: spec.stopSignal, graceMs: spec.stopGraceMs }),
    );
    await Promise.all(stops);
  };

  const results = await Promise.allSettled(names.map(start));
  const failed = results.find((result) => result.status === "rejected");
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  const url = (name: ServiceName) =>
    names.includes(name) ? SERVICES[name].url(contexts[name]) : "";
  return {
    databaseUrl: url("postgres"),
    redisUrl: url("redis"),
    kafkaBrokers: url("kafka"),
    get identities() {
      const entries = [...running].map(([name, { launched }]) => [name, launched.identity]);
      return Object.fromEntries(entries) as Partial<Record<ServiceName, ProcessIdentity>>;
    },
    async kill(name) {
      const target = running.get(name);
      if (target === undefined) return;
      await stopProcess(target.launched.identity, { signal: "SIGKILL" });
      await target.launched.exited;
    },
    restart: start,
    stop,
  };
}

async function makeContexts(
  options: ProvisionOptions,
): Promise<Record<ServiceName, ServiceContext>> {
  const fixed = options.portOffset === undefined ? undefined : portsAt(options.portOffset);
  const common = {
    cacheDir: options.cacheDir ?? defaultCacheDir(),
    durable: options.durable ?? true,
    controllerPort: fixed?.kafkaController ?? (await freePort()),
  };
  const entries = SERVICE_NAMES.map(async (name) => {
    const progress = (line: string) => options.progress?.(`${name}: ${line}`);
    const port = fixed?.[name] ?? (await freePort());
    return [name, { ...common, dataDir: join(options.home, name), port, progress }] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<ServiceName, ServiceContext>;
}

function defaultCacheDir(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "perpetua");
}
