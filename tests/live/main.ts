import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Recording } from "@perpetua/testkit";
import { NodeClient } from "./chain.js";
import { EthereumNode } from "./ethereum.js";
import { type Outcome, Scenario, type Step } from "./scenario.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "packages/localnet/dist/cli/main.js");
/** Slow enough for a loaded machine to keep the recorded pace. */
const BLOCK_INTERVAL_MS = "700";

/** Steps up to the end of a chapter. */
function stepsUntil(recording: Recording, chapter: string): Step[] {
  const steps = recording.steps() as Step[];
  const end = steps.findIndex((s) => s.checkpoint === chapter);
  if (end < 0) throw new Error(`no chapter ${chapter} in ${recording.folder}`);
  return steps.slice(0, end);
}

function recordedSeconds(recording: Recording): Map<number, number> {
  return new Map(recording.blocks().map((b) => [b.height, Math.floor(Date.parse(b.time) / 1_000)]));
}

async function freeOffset(): Promise<number> {
  for (let offset = 6_000; offset < 9_000; offset += 100) {
    const probes = [3001, 3002, 3003, 5435, 6382, 9095, 9100, 26657].map((p) => isFree(p + offset));
    if ((await Promise.all(probes)).every(Boolean)) return offset;
  }
  throw new Error("no free port offset from 6000 to 9000");
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

async function main(): Promise<boolean> {
  const recording = new Recording();
  const home = mkdtempSync(join(tmpdir(), "perpetua-live-"));
  const priceFile = join(home, "prices.json");
  writeFileSync(priceFile, "{}");
  const env = {
    ...process.env,
    PERPETUA_HOME: join(home, "home"),
    PERPETUA_PORT_OFFSET: String(await freeOffset()),
    BLOCK_INTERVAL_MS,
  };
  const cli = (...args: string[]) =>
    spawnSync(process.execPath, [CLI, ...args], { env, encoding: "utf8", cwd: ROOT });
  const genesis = join(recording.folder, "genesis.json");
  const ethereum = await EthereumNode.start();
  const started = cli(
    "start",
    "--detach",
    "--no-web",
    "--genesis",
    genesis,
    `--prices=file:${priceFile}`,
    "--eth-rpc",
    ethereum.url,
  );
  try {
    if (started.status !== 0)
      throw new Error(`the network did not start:\n${started.stdout}${started.stderr}`);
    const { urls } = JSON.parse(cli("status", "--json").stdout) as {
      urls: { rpc: string; rest: string };
    };
    const scenario = new Scenario(
      new NodeClient(urls.rpc, urls.rest),
      "localdydxprotocol",
      priceFile,
      recordedSeconds(recording),
    );
    return await playAll(scenario, ethereum, stepsUntil(recording, process.argv[2] ?? "shortterm"));
  } finally {
    ethereum.close();
    cli("stop");
    rmSync(home, { recursive: true, force: true });
  }
}

async function playAll(
  scenario: Scenario,
  ethereum: EthereumNode,
  steps: readonly Step[],
): Promise<boolean> {
  const wrong: Outcome[] = [];
  let passed = 0;
  for (const step of steps) {
    if (step.ethereumLogs !== undefined) ethereum.publish(step.ethereumLogs);
    const outcome = await scenario.play(step);
    if (outcome === undefined) continue;
    if (outcome.expected === outcome.got) passed += 1;
    else {
      wrong.push(outcome);
      console.log(`FAIL ${outcome.step}: expected ${outcome.expected}, got ${outcome.got}`);
    }
  }
  console.log(`${passed} passed, ${wrong.length} failed`);
  return wrong.length === 0;
}

process.exitCode = (await main()) ? 0 : 1;
