/** The one running stack that end-to-end suites share. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exec, tail } from "./exec.mjs";
import { localnetCli } from "./workspace.mjs";

const START_TIMEOUT_MS = 6 * 60_000;
/** Enough of the ports to know that no other stack has this offset. */
const PROBED_PORTS = [3000, 3002, 3003, 5435, 6382, 9095, 9100, 9110, 26657];

/** Starts a fresh stack with simulated prices; `{ env, stop }`, or `{ error }`. */
export async function startStack(env) {
  const home = mkdtempSync(join(tmpdir(), "perpetua-e2e-"));
  const offset = await freeOffset();
  const own = { ...env, PERPETUA_HOME: home, PERPETUA_PORT_OFFSET: String(offset) };
  const run = (...args) =>
    exec(process.execPath, [localnetCli, ...args], { env: own, timeoutMs: START_TIMEOUT_MS });
  const started = await run("start", "--detach", "--prices=sim");
  const stop = async () => {
    await run("stop");
    rmSync(home, { recursive: true, force: true });
  };
  if (started.code !== 0) {
    await run("stop");
    return { error: `${tail(started.output, 5)} (home kept: ${home})` };
  }
  const status = await run("status", "--json");
  return { env: { ...own, PERPETUA_STATUS: status.output.trim() }, stop };
}

async function freeOffset() {
  for (let offset = 1_000; offset < 5_000; offset += 100) {
    const free = await Promise.all(PROBED_PORTS.map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
  throw new Error("no free port offset from 1000 to 5000");
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}
