import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, fstatSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { AppError } from "@perpetua/telemetry";
import type { LaunchSpec } from "../services/types.js";
import { identify, type ProcessIdentity } from "./identity.js";
import { signalIfThere } from "./stopProcess.js";

export interface ExitInfo {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running child with the promise of its end. */
export interface Launched {
  readonly identity: ProcessIdentity;
  readonly child: ChildProcess;
  readonly exited: Promise<ExitInfo>;
  /** Where this process's part of the log begins. */
  readonly logStart: number;
}

/**
 * Starts a program as leader of its own process group, so that the terminal's Ctrl-C does not reach
 * it, and with its output going straight to the log file, so that it outlives its supervisor.
 */
export async function launch(
  spec: LaunchSpec,
  log: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Launched> {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, "a");
  const logStart = fstatSync(output).size;
  const child = spawn(spec.file, spec.args, {
    cwd: spec.cwd,
    env: { ...env, ...spec.env },
    detached: true,
    stdio: ["ignore", output, output],
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  });
  closeSync(output);
  const exited = new Promise<ExitInfo>((resolve) => {
    child.once("exit", (code, signal) => {
      // What the leader left behind (database backends, workers) must not hold its ports.
      if (child.pid !== undefined) signalIfThere(-child.pid, "SIGKILL");
      resolve({ code, signal });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) =>
      reject(new AppError("SPAWN", `cannot run ${spec.file}`, { cause })),
    );
  });
  const pid = child.pid ?? 0;
  return { identity: identify(pid) ?? { pid, startTime: "gone" }, child, exited, logStart };
}

/** "exited with code 3", "was ended by SIGKILL". */
export function describeExit({ code, signal }: ExitInfo): string {
  return signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
}
