/** What a fresh clone lacks: packages, compiled programs, a few programs of the system. */
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { exec, tail } from "./exec.mjs";
import { root } from "./workspace.mjs";

const MIN_NODE = [20, 19];

/** Ends the process with one line; the user can act on it. */
export function fail(line) {
  process.stderr.write(`error: ${line}\n`);
  process.exit(1);
}

export function say(line) {
  process.stdout.write(`${line}\n`);
}

/** Says every ten seconds that a silent step is still at work. */
async function withHeartbeat(what, work) {
  const started = Date.now();
  const beat = setInterval(() => {
    say(`  still ${what} (${Math.round((Date.now() - started) / 1_000)} s)`);
  }, 10_000);
  const result = await work;
  clearInterval(beat);
  return result;
}

export function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  fail(`Node ${MIN_NODE.join(".")} or newer is needed; this is ${process.versions.node}`);
}

/** Runs `npm install` unless node_modules is of this very package-lock.json. */
export async function ensureInstalled() {
  const lockHash = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const stamp = join(root, "node_modules", ".perpetua-lock");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lockHash) return;
  if (!installedByHand()) {
    say("installing packages (npm install)");
    const npm = process.env.npm_execpath;
    const [file, args] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
    const install = [...args, "install", "--no-audit", "--no-fund", "--loglevel=error"];
    const { code, output } = await withHeartbeat("installing", exec(file, install));
    if (code !== 0) fail(`npm install failed:\n${tail(output)}`);
  }
  const now = readFileSync(join(root, "package-lock.json"));
  writeFileSync(stamp, createHash("sha256").update(now).digest("hex"));
}

/** npm writes this file last; newer than the lock file means that npm has seen the lock file. */
function installedByHand() {
  const marker = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(marker)) return false;
  return statSync(marker).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs;
}

/** Compiles what changed (Turborepo knows); `without` names workspaces to leave out. */
export async function ensureBuilt({ without = [] } = {}) {
  const started = Date.now();
  const args = ["run", "build", "--ui=stream", "--output-logs=new-only"];
  args.push(...without.map((name) => `--filter=!${name}`));
  const shown = new Set();
  const onOutput = (text) => {
    // One line per package that is really compiled; those from the cache say "cache hit".
    for (const [, name] of text.matchAll(/^(\S+):build: cache miss/gm)) {
      if (shown.size === 0) say("building (turbo run build)");
      if (!shown.has(name)) say(`  ${name}`);
      shown.add(name);
    }
  };
  const { code, output } = await exec(turbo(), args, { env: turboEnv(), onOutput });
  if (code !== 0) return { ok: false, output: failedTask(output) };
  if (shown.size > 0) say(`built in ${((Date.now() - started) / 1_000).toFixed(0)} s`);
  return { ok: true, output };
}

/** What the task that failed printed, out of everything that ran beside it. */
function failedTask(output) {
  const task = /^\s*Failed:\s+(\S+)#build/m.exec(output)?.[1];
  if (task === undefined) return output;
  const lines = output.split("\n").filter((line) => line.startsWith(`${task}:build:`));
  return lines.filter((line) => !line.includes(": npm error")).join("\n");
}

export const turbo = () => join(root, "node_modules", ".bin", "turbo");
export const turboEnv = () => ({
  ...process.env,
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
});

/** The first of these programs on the PATH. */
export function which(...names) {
  for (const name of names) {
    for (const dir of (process.env.PATH ?? "").split(delimiter)) {
      const file = join(dir, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch (error) {
        if (!["ENOENT", "EACCES", "ENOTDIR"].includes(error.code)) throw error;
      }
    }
  }
  return undefined;
}

export const findChromium = () =>
  which("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

/**
 * Debian packages that the tests need and this machine lacks; only root can have them installed.
 */
export async function ensureSystemPackages() {
  const wanted = [
    ["chromium", findChromium()],
    ["redis-server", which("redis-server", "valkey-server")],
    ["openjdk-17-jre-headless", which("java")],
    ["maven", which("mvn")],
  ];
  const missing = wanted.filter(([, found]) => found === undefined).map(([name]) => name);
  if (missing.length === 0) return;
  const apt = which("apt-get");
  if (apt === undefined || process.getuid?.() !== 0) {
    say(`not installed: ${missing.join(", ")} (only root on Debian can have them installed)`);
    return;
  }
  say(`installing ${missing.join(", ")} (apt-get)`);
  // RUNLEVEL=1 keeps packages from starting servers of their own.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const install = ["install", "-y", "-q", "--no-install-recommends", ...missing];
  let result = await withHeartbeat("installing", exec(apt, install, { env }));
  if (result.code !== 0) {
    await exec(apt, ["update", "-q"], { env });
    result = await exec(apt, install, { env });
  }
  if (result.code !== 0) say(`apt-get failed:\n${tail(result.output, 5)}`);
}
