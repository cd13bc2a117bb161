import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { identify } from "../../process/identity.js";
import { run } from "../../process/run.js";
import { stopProcess } from "../../process/stopProcess.js";
import { asUser, chownTree, unprivilegedUser } from "../../process/unprivileged.js";
import type { LaunchSpec, Service, ServiceContext } from "../types.js";
import { findPostgres, type PostgresBinaries } from "./binaries.js";

const NAME = "perpetua";
/** Not a secret: the server listens on loopback only, and the data is a local network's. */
const PASSWORD = "perpetua";
const NO_SUCH_DATABASE = "3D000";

export const postgres: Service = {
  name: "postgres",
  url: (context) => databaseUrl(context.port, NAME),

  async prepare(context): Promise<LaunchSpec> {
    const cluster = join(context.dataDir, "data");
    const binaries = await findPostgres(dataMajorVersion(cluster));
    if (!existsSync(join(cluster, "PG_VERSION"))) await initCluster(context, binaries, cluster);
    await removeStalePidFile(cluster);
    const args = ["-D", cluster, ...settings(context).flatMap((setting) => ["-c", setting])];
    const program = join(binaries.binDir, "postgres");
    const invocation = asUser(unprivilegedUser(), program, args, [program, cluster]);
    // SIGINT is Postgres' fast shutdown: it ends sessions and leaves a clean data directory.
    return { ...invocation, cwd: cluster, stopSignal: "SIGINT", stopGraceMs: 20_000 };
  },

  async probe(url) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.query("SELECT 1");
    } catch (error) {
      // A young cluster has no database of ours yet (`afterReady` makes it), but it answers.
      if ((error as { code?: string }).code !== NO_SUCH_DATABASE) throw error;
    } finally {
      await client.end();
    }
  },

  afterReady: (context) => createDatabase(databaseUrl(context.port, "postgres"), NAME),
};

/** The URL of a database of a provisioned server. */
export function databaseUrl(port: number, database: string): string {
  return `postgresql://${NAME}:${PASSWORD}@127.0.0.1:${port}/${database}`;
}

/** Makes a database unless it is there. */
export async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

function settings({ port, durable }: ServiceContext): string[] {
  return [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    // No socket file: its path would exceed the limit of 107 bytes in deep directories.
    "unix_socket_directories=",
    "max_connections=300",
    "shared_buffers=256MB",
    "max_wal_size=2GB",
    "log_min_messages=warning",
    ...(durable ? [] : ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]),
  ];
}

function dataMajorVersion(cluster: string): number | undefined {
  const file = join(cluster, "PG_VERSION");
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : undefined;
}

/** Made beside its place and moved there when whole, so that an interruption leaves nothing. */
async function initCluster(
  context: ServiceContext,
  binaries: PostgresBinaries,
  cluster: string,
): Promise<void> {
  context.progress(`making a Postgres ${binaries.majorVersion} cluster (${binaries.source})`);
  const user = unprivilegedUser();
  const staging = `${cluster}.new`;
  const passwordFile = join(context.dataDir, "password");
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(context.dataDir, { recursive: true });
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  chownTree(user, context.dataDir);
  const program = join(binaries.binDir, "initdb");
  const args = ["-D", staging, "-U", NAME, "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  args.push("--encoding=UTF8", "--locale=C", "--no-instructions");
  if (!context.durable) args.push("--no-sync");
  const { file, args: full, ...ids } = asUser(user, program, args, [program, context.dataDir]);
  await run(file, full, { ...ids, cwd: "/", timeoutMs: 120_000 });
  rmSync(passwordFile);
  renameSync(staging, cluster);
}

/**
 * After an unclean end `postmaster.pid` may name a pid that another program has by now, and
 * Postgres would refuse to start. A live postmaster of this very cluster is an orphan: stop it.
 */
async function removeStalePidFile(cluster: string): Promise<void> {
  const file = join(cluster, "postmaster.pid");
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
  const identity = Number.isInteger(pid) && pid > 1 ? identify(pid) : undefined;
  if (identity === undefined) return;
  if (process.platform === "linux" && !worksIn(pid, cluster)) rmSync(file);
  else await stopProcess(identity, { signal: "SIGINT", graceMs: 20_000 });
}

function worksIn(pid: number, directory: string): boolean {
  return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory);
}
