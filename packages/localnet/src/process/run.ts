import { spawn } from "node:child_process";
import { AppError } from "@perpetua/telemetry";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly uid?: number;
  readonly gid?: number;
  readonly timeoutMs?: number;
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; a code other than 0 is an error that carries its last output. */
export function run(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
      ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.once("error", (cause) =>
      reject(new AppError("RUN_FAILED", `cannot run ${file}`, { cause })),
    );
    child.once("close", (code, signal) => {
      if (code === 0) return resolve({ stdout, stderr });
      const how = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
      const tail = lastLines(stderr.trim() === "" ? stdout : stderr, 3);
      reject(new AppError("RUN_FAILED", `${file} ${how}${tail === "" ? "" : `: ${tail}`}`));
    });
  });
}

function lastLines(text: string, count: number): string {
  return text.trim().split("\n").slice(-count).join(" | ");
}
