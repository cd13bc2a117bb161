import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { isPortFree, portsAt } from "../../../../packages/localnet/src/index.js";

const CLI = fileURLToPath(
  new URL("../../../../packages/localnet/dist/cli/main.js", import.meta.url),
);
const run = promisify(execFile);

export interface StackUrls {
  readonly rpc: string;
  readonly socks: string;
  readonly faucet: string;
}

export interface Stack {
  readonly urls: StackUrls;
  /** Ends the stack if it was started here. */
  stop(): Promise<void>;
}

/** The stack of PERPETUA_STATUS (the JSON of `npm run status`), else one of our own. */
export async function runningStack(): Promise<Stack> {
  const given = process.env.PERPETUA_STATUS;
  if (given !== undefined && given !== "") {
    return { urls: (JSON.parse(given) as { urls: StackUrls }).urls, stop: async () => undefined };
  }
  const home = mkdtempSync(join(tmpdir(), "perpetua-bench-"));
  const env = {
    ...process.env,
    PERPETUA_HOME: home,
    PERPETUA_PORT_OFFSET: String(await freeOffset()),
  };
  const cli = (...args: string[]) => run(process.execPath, [CLI, ...args], { env });
  const stop = async () => {
    await cli("stop");
    rmSync(home, { recursive: true, force: true });
  };
  try {
    await cli("start", "--detach", "--no-web", "--prices=sim");
    const { stdout } = await cli("status", "--json");
    return { urls: (JSON.parse(stdout) as { urls: StackUrls }).urls, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function freeOffset(): Promise<number> {
  for (let offset = 12_000; offset < 16_000; offset += 200) {
    const free = await Promise.all(Object.values(portsAt(offset)).map((port) => isPortFree(port)));
    if (free.every(Boolean)) return offset;
  }
  throw new Error("no free port offset from 12000 to 16000");
}
