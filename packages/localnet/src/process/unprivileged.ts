import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { AppError } from "@perpetua/telemetry";
import { findExecutable } from "./findExecutable.js";

/** A user to run Postgres as, which refuses to be root. */
export interface UnprivilegedUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Undefined when this process is not root, so that nothing needs to change. */
export function unprivilegedUser(): UnprivilegedUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const passwd = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const fields = passwd.find((line) => line.startsWith(`${name}:`))?.split(":");
    if (fields !== undefined) return { name, uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  const message = "Postgres refuses to run as root, and there is no user `postgres` or `nobody`";
  throw new AppError("NO_UNPRIVILEGED_USER", message);
}

export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The command as that user. Where the user cannot reach the paths (a checkout below /root, say),
 * `setpriv` gives the process the one capability to pass through directories, and nothing else.
 */
export function asUser(
  user: UnprivilegedUser | undefined,
  file: string,
  args: readonly string[],
  paths: readonly string[],
): Invocation {
  if (user === undefined) return { file, args };
  const { uid, gid } = user;
  if (paths.every((path) => canReach(user, path))) return { file, args, uid, gid };
  const setpriv = findExecutable(["setpriv"]);
  if (setpriv === undefined) {
    const message = `user ${user.name} cannot reach ${paths.join(" or ")}; move the checkout, or set PERPETUA_HOME`;
    throw new AppError("UNREACHABLE", message);
  }
  const ids = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  const capability = "+dac_override";
  const caps = [`--inh-caps=${capability}`, `--ambient-caps=${capability}`];
  return { file: setpriv, args: [...ids, ...caps, file, ...args] };
}

function canReach({ uid, gid }: UnprivilegedUser, path: string): boolean {
  return spawnSync("test", ["-r", path], { uid, gid, stdio: "ignore" }).status === 0;
}

/** Gives a directory and all in it to that user. */
export function chownTree(user: UnprivilegedUser | undefined, path: string): void {
  if (user === undefined) return;
  execFileSync("chown", ["-R", `${user.uid}:${user.gid}`, path]);
}
