import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Oracle } from "./oracle.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const LOCALNET = join(ROOT, "packages/localnet/dist/cli/main.js");
const OPS = join(ROOT, "scripts/ops.mjs");
/** Enough of the ports to know that no other network has this offset. */
const PROBED_PORTS = [1317, 3001, 3002, 3003, 5435, 6382, 9095, 9100, 26657];
const OFFSET_STEP = 100;

export interface NetworkOptions {
  /** Of the suite: part of the home's name. */
  readonly name: string;
  /** The first free port offset from the first (included) to the second is taken. */
  readonly offsets: readonly [number, number];
  /** `file`: the suite moves prices through `oracle`. */
  readonly prices: "sim" | "file";
  /** More words for `start`. */
  readonly args?: readonly string[];
  /** More environment for every part. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface PartStatus {
  readonly name: string;
  readonly pid: number | null;
  readonly healthy: boolean;
  readonly restarts: number;
  readonly detail: string;
}

export interface Status {
  readonly healthy: boolean;
  readonly height: number | null;
  readonly parts: readonly PartStatus[];
  readonly urls: NetworkUrls;
}

export type NetworkUrls = Readonly<Record<"comlink" | "rpc" | "rest" | "faucet", string>>;

/** A local network of a suite's own, in a temporary home. */
export class LocalNetwork {
  /** Prices of a network that was started with `prices: "file"`. */
  readonly oracle: Oracle;

  private constructor(
    readonly home: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly offset: number,
  ) {
    this.oracle = new Oracle(join(home, "prices.json"));
  }

  get redisUrl(): string {
    return `redis://127.0.0.1:${6382 + this.offset}`;
  }

  get databaseUrl(): string {
    return `postgresql://perpetua:perpetua@127.0.0.1:${5435 + this.offset}/perpetua`;
  }

  get kafkaBrokers(): string {
    return `127.0.0.1:${9095 + this.offset}`;
  }

  /** Resolves when every part is healthy; what was started by then is stopped after a failure. */
  static async start(options: NetworkOptions): Promise<LocalNetwork> {
    const home = mkdtempSync(join(tmpdir(), `perpetua-${options.name}-`));
    const offset = await freeOffset(options.offsets);
    const own = { PERPETUA_HOME: home, PERPETUA_PORT_OFFSET: String(offset) };
    const network = new LocalNetwork(home, { ...process.env, ...options.env, ...own }, offset);
    network.oracle.set({});
    const prices = options.prices === "file" ? `file:${network.oracle.path}` : options.prices;
    const words = ["--detach", "--no-web", `--prices=${prices}`, ...(options.args ?? [])];
    const { code, output } = await network.localnet("start", ...words);
    if (code === 0) return network;
    await network.localnet("stop");
    const end = output.split("\n").slice(-5).join("\n");
    throw new Error(`the network did not start (home kept: ${home}): ${end}`);
  }

  /** As `npm run status -- --json` prints it, asked from the supervisor itself. */
  async status(): Promise<Status> {
    const file = join(this.home, "run/supervisor.json");
    const { statusUrl } = JSON.parse(readFileSync(file, "utf8")) as { statusUrl: string };
    return (await (await fetch(statusUrl)).json()) as Status;
  }

  /** Waits until all parts are healthy and `accept` agrees; nobody helps. */
  async untilHealthy(
    timeoutMs: number,
    accept: (status: Status) => boolean = () => true,
  ): Promise<Status> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const status = await this.status();
      if (status.healthy && accept(status)) return status;
      if (Date.now() > deadline) {
        const sick = status.parts.filter(({ healthy }) => !healthy);
        const names = sick.map(({ name, detail }) => `${name} (${detail})`).join(", ");
        throw new Error(`not healthy after ${timeoutMs} ms: ${names || "a part was not replaced"}`);
      }
      await sleep(250);
    }
  }

  /** `npm run ops -- …` against this network. */
  ops(...args: string[]): Promise<{ code: number; output: string }> {
    return run(OPS, args, this.env);
  }

  /** Ends the network; the home stays when the test failed. */
  async stop(keepHome: boolean): Promise<void> {
    await this.localnet("stop");
    if (keepHome) console.log(`logs are in ${join(this.home, "logs")}`);
    else rmSync(this.home, { recursive: true, force: true });
  }

  private localnet(...args: string[]) {
    return run(LOCALNET, args, this.env);
  }
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  return new Promise<{ code: number; output: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: ROOT,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}

async function freeOffset([first, end]: readonly [number, number]): Promise<number> {
  for (let offset = first; offset < end; offset += OFFSET_STEP) {
    const free = await Promise.all(PROBED_PORTS.map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
  throw new Error(`no free port offset from ${first} to ${end}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}
