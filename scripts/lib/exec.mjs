/** Running programs: with the user's terminal, or with their output kept. */
import { spawn } from "node:child_process";
import { root } from "./workspace.mjs";

/**
 * Runs a program to its end. `{ code, output }`: `output` is empty when the program has the
 * terminal (`inherit`). With `timeoutMs` the whole process group is killed when time runs out.
 */
export function exec(file, args, options = {}) {
  const { cwd = root, env = process.env, inherit = false, timeoutMs } = options;
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      cwd,
      env,
      detached: !inherit,
      stdio: inherit ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const collect = (chunk) => {
      output += chunk;
      options.onOutput?.(String(chunk));
    };
    child.stdout?.on("data", collect);
    child.stderr?.on("data", collect);
    const release = inherit ? () => {} : killWithUs(child);
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            output += `\nkilled after ${timeoutMs / 1_000} s`;
            killGroup(child);
          }, timeoutMs);
    const end = (code) => {
      clearTimeout(timer);
      release();
      resolve({ code, output });
    };
    child.once("error", (error) => {
      output += error.message;
      end(127);
    });
    child.once("close", (code) => end(code ?? 1));
  });
}

/** A program in a group of its own does not get the terminal's Ctrl-C: pass it on. */
function killWithUs(child) {
  const onSignal = (signal) => {
    killGroup(child);
    process.exit(signal === "SIGINT" ? 130 : 143);
  };
  process.once("SIGINT", onSignal);
  process.once("SIGTERM", onSignal);
  return () => {
    process.off("SIGINT", onSignal);
    process.off("SIGTERM", onSignal);
  };
}

function killGroup(child) {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** The end of a long output. */
export function tail(output, lines = 40) {
  return output.trimEnd().split("\n").slice(-lines).join("\n");
}
