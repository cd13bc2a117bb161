import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { AppError } from "@perpetua/telemetry";

/** What the environment says; read here and nowhere else in this package. */
export interface LocalnetEnv {
  /** Holds all data, logs and state of one stack (`PERPETUA_HOME`). */
  readonly home: string;
  readonly portOffset: number;
  /** Address that the parts listen on; databases and broker stay on loopback. */
  readonly bind: string;
  /** Directory of downloaded programs, shared by all checkouts. */
  readonly cacheDir: string;
  /** Directory from which the user's relative paths count. */
  readonly workingDir: string;
  /** Servers of the user's own, used instead of provisioned ones. */
  readonly external: ExternalServers;
  /** Everything, for the child processes. */
  readonly all: Readonly<Record<string, string | undefined>>;
}

export interface ExternalServers {
  readonly databaseUrl?: string;
  readonly databaseReadUrl?: string;
  readonly redisUrl?: string;
  readonly kafkaBrokers?: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Ports stay below 65536 with the highest base port, 26657. */
const MAX_PORT_OFFSET = 38_000;

/** Reads and checks the environment; `root` is the checkout. */
export function readEnv(root: string, variables: Variables = process.env): LocalnetEnv {
  const workingDir = variables.INIT_CWD ?? process.cwd();
  const cacheRoot = variables.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const home = variables.PERPETUA_HOME ?? "";
  return {
    home: home === "" ? join(root, ".perpetua") : absolute(home, workingDir),
    portOffset: readPortOffset(variables.PERPETUA_PORT_OFFSET),
    bind: variables.PERPETUA_BIND || "127.0.0.1",
    cacheDir: join(cacheRoot, "perpetua"),
    workingDir,
    external: readExternal(variables),
    all: variables,
  };
}

/** Resolves a path that the user typed. */
export function absolute(path: string, workingDir: string): string {
  return isAbsolute(path) ? path : resolve(workingDir, path);
}

function readPortOffset(text: string | undefined): number {
  if (text === undefined || text === "") return 0;
  const offset = Number(text);
  if (!Number.isInteger(offset) || offset < 0 || offset > MAX_PORT_OFFSET) {
    const range = `an integer from 0 to ${MAX_PORT_OFFSET}`;
    throw new AppError("BAD_ENV", `PERPETUA_PORT_OFFSET must be ${range}, not "${text}"`);
  }
  return offset;
}

function readExternal(variables: Variables): ExternalServers {
  const { DATABASE_URL, DATABASE_READ_URL, REDIS_URL, KAFKA_BROKERS } = variables;
  return {
    ...(DATABASE_URL ? { databaseUrl: DATABASE_URL } : {}),
    ...(DATABASE_READ_URL ? { databaseReadUrl: DATABASE_READ_URL } : {}),
    ...(REDIS_URL ? { redisUrl: REDIS_URL } : {}),
    ...(KAFKA_BROKERS ? { kafkaBrokers: KAFKA_BROKERS } : {}),
  };
}
