import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { AppError } from "@perpetua/telemetry";
import { logFile } from "../config/homePaths.js";
import type { StackContext } from "../supervisor/stackContext.js";

/** What a detached supervisor tells the process that waits for it. */
export type SupervisorMessage =
  | { readonly type: "progress"; readonly line: string }
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly message: string };

/** Starts the supervisor in the background and waits until it is ready or has failed. */
export async function startDetached(
  context: StackContext,
  args: readonly string[],
  progress: (line: string) => void,
): Promise<void> {
  mkdirSync(context.paths.logs, { recursive: true });
  const log = logFile(context.paths.home, "supervisor");
  const output = openSync(log, "a");
  const name = import.meta.url.endsWith(".ts") ? "./main.ts" : "./main.js";
  const main = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, main, "supervise", ...args], {
    detached: true,
    stdio: ["ignore", output, output, "ipc"],
    env: process.env,
  });
  closeSync(output);
  const interrupt = () => child.kill("SIGTERM");
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  try {
    await new Promise<void>((resolve, reject) => {
      child.on("message", (message: SupervisorMessage) => {
        if (message.type === "progress") progress(message.line);
        else if (message.type === "ready") resolve();
        else reject(new AppError("START", message.message));
      });
      child.once("error", (cause) => reject(new AppError("START", cause.message, { cause })));
      child.once("exit", (code, signal) =>
        reject(new AppError("START", `supervisor ended (${signal ?? code}) (log: ${log})`)),
      );
    });
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    if (child.connected) child.disconnect();
    child.unref();
  }
}

/** Tells the waiting process; does nothing once it has gone. */
export function tell(message: SupervisorMessage): void {
  if (process.connected) process.send?.(message);
}
