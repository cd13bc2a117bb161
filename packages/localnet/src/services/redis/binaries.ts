import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@perpetua/telemetry";
import { findExecutable } from "../../process/findExecutable.js";
import { run } from "../../process/run.js";
import { type Artifact, artifactFile, downloadArtifact, firstBadArtifact } from "../artifacts.js";
import { readZipEntry } from "./zip.js";

const NAMES = ["redis-server", "valkey-server"];

/** A jar that carries static Redis servers for several systems. */
const REDIS_JAR: Artifact = {
  path: "com/github/codemonstur/embedded-redis/1.4.3/embedded-redis-1.4.3.jar",
  sha256: "ffbc63265c60d25dee453d6f656b527d98200d98657c6a0ab4dec4ea2c3a5cd6",
};

const JAR_ENTRIES: Readonly<Record<string, string>> = {
  "linux-x64": "redis-server-6.2.6-v5-linux-amd64",
  "linux-arm64": "redis-server-6.2.7-linux-arm64",
  "darwin-x64": "redis-server-6.2.6-v5-darwin-amd64",
  "darwin-arm64": "redis-server-6.2.6-v5-darwin-arm64",
};

export interface FindRedisOptions {
  readonly cacheDir: string;
  readonly progress: (line: string) => void;
  /** Replaced in tests. */
  readonly path?: string;
  readonly mayInstall?: boolean;
  readonly repository?: string;
}

/** A Redis server: on the PATH, else Debian's package when root, else the Maven jar's. */
export async function findRedis(options: FindRedisOptions): Promise<string> {
  const installed = findExecutable(NAMES, options.path ?? process.env.PATH);
  if (installed !== undefined) return installed;
  const cached = cachedServer(options.cacheDir);
  if (cached !== undefined) return cached;
  const faults: string[] = [];
  for (const attempt of [installWithApt, extractFromJar]) {
    try {
      const found = await attempt(options);
      if (found !== undefined) return found;
    } catch (error) {
      faults.push((error as Error).message);
    }
  }
  const why = faults.length === 0 ? "" : ` (${faults.join("; ")})`;
  throw new AppError(
    "REDIS_MISSING",
    `no Redis: install redis-server or valkey-server (Debian: apt-get install redis-server), or let Maven Central be reached, or set REDIS_URL${why}`,
  );
}

async function installWithApt(options: FindRedisOptions): Promise<string | undefined> {
  const apt = findExecutable(["apt-get"]);
  if (options.mayInstall === false || apt === undefined || process.getuid?.() !== 0) {
    return undefined;
  }
  options.progress("installing Debian's redis-server with apt-get (once)");
  // RUNLEVEL=1 keeps the package from starting a server of its own.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const install = ["install", "-y", "-q", "--no-install-recommends", "redis-server"];
  await run(apt, install, { env, timeoutMs: 300_000 }).catch(async () => {
    await run(apt, ["update", "-q"], { env, timeoutMs: 300_000 });
    await run(apt, install, { env, timeoutMs: 300_000 });
  });
  return findExecutable(NAMES);
}

function jarEntry(): string | undefined {
  return JAR_ENTRIES[`${process.platform}-${process.arch}`];
}

function cachedServer(cacheDir: string): string | undefined {
  const entry = jarEntry();
  const file = entry === undefined ? undefined : join(cacheDir, "redis", entry);
  return file !== undefined && existsSync(file) ? file : undefined;
}

async function extractFromJar(options: FindRedisOptions): Promise<string | undefined> {
  const entry = jarEntry();
  if (entry === undefined) return undefined;
  const directory = join(options.cacheDir, "redis");
  mkdirSync(directory, { recursive: true });
  if (firstBadArtifact(directory, [REDIS_JAR]) !== undefined) {
    options.progress("fetching a static Redis server from Maven Central (11 MB, once)");
    await downloadArtifact(REDIS_JAR, directory, options.repository);
  }
  const program = readZipEntry(readFileSync(artifactFile(directory, REDIS_JAR)), entry);
  const file = join(directory, entry);
  writeFileSync(`${file}.tmp`, program);
  chmodSync(`${file}.tmp`, 0o755);
  renameSync(`${file}.tmp`, file);
  return file;
}
