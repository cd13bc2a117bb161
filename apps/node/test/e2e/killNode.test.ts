import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "@perpetua/localnet";
import { afterAll, expect, it } from "vitest";
import { BlockLog } from "../../src/chain/blockLog.js";
import { bob, carl } from "../support/accounts.js";
import { removeHome, tempHome } from "../support/testChain.js";
import { send, signed } from "../support/txs.js";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const KILLS = 2;

interface Acknowledged {
  readonly hash: string;
  readonly height: string;
  readonly blockHash: string;
}

/** The node program as `npm start` runs it, from sources, without an indexer. */
class NodeProcess {
  private child: ChildProcess | undefined;
  private output = "";

  constructor(
    private readonly home: string,
    readonly offset: number,
  ) {}

  async start(): Promise<void> {
    const { NODE_OPTIONS: _options, VITEST: _vitest, ...env } = process.env;
    const args = ["--conditions=source", "--import", "tsx", MAIN, "start"];
    this.child = spawn(process.execPath, args, {
      env: {
        ...env,
        PERPETUA_HOME: this.home,
        PERPETUA_PORT_OFFSET: String(this.offset),
        PERPETUA_PRICES: "sim",
        BLOCK_INTERVAL_MS: "50",
        SNAPSHOT_EVERY: "40",
        KAFKA_BROKERS: "",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on("data", (data) => {
        this.output = (this.output + data).slice(-4_000);
      });
    const deadline = Date.now() + 60_000;
    for (;;) {
      if (this.child.exitCode !== null) throw new Error(`node ended:\n${this.output}`);
      if ((await this.height()) > 0) return;
      if (Date.now() > deadline) throw new Error(`node is not ready:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async height(): Promise<number> {
    try {
      const { sync_info } = await this.call("status", {});
      return Number(sync_info.latest_block_height);
    } catch {
      return 0; // Not listening yet.
    }
  }

  // biome-ignore lint/suspicious/noExplicitAny: answers are checked member by member.
  async call(method: string, params: object): Promise<any> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(`http://127.0.0.1:${26657 + this.offset}`, {
      method: "POST",
      body,
    });
    const answer = (await response.json()) as { result?: unknown; error?: { data?: string } };
    if (answer.result === undefined) throw new Error(answer.error?.data);
    return answer.result;
  }

  async kill(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
}

const home = tempHome();
// All ports move by one offset; the one that is free for the RPC decides.
const node = new NodeProcess(home, (await freePort()) % 20_000);

afterAll(async () => {
  await node.kill("SIGKILL");
  removeHome(home);
});

const base64 = (hash: string) => Buffer.from(hash, "hex").toString("base64");

/** Sends payments and notes those that a client saw in a block, until the node dies. */
async function load(from: { sequence: bigint }, acknowledged: Acknowledged[]): Promise<void> {
  try {
    for (;;) {
      const tx = signed({ from: carl, sequence: from.sequence }, send(carl, bob, "1"));
      const params = { tx: Buffer.from(tx).toString("base64") };
      const { tx_result, hash, height } = await node.call("broadcast_tx_commit", params);
      expect(tx_result.code).toBe(0);
      from.sequence++;
      const { block_id } = await node.call("block", { height });
      acknowledged.push({ hash, height, blockHash: block_id.hash });
    }
  } catch (error) {
    if (error instanceof TypeError) return; // The connection broke: the node was killed.
    throw error;
  }
}

async function sequenceOf(address: string): Promise<bigint> {
  const url = `http://127.0.0.1:${1317 + node.offset}/cosmos/auth/v1beta1/account_info/${address}`;
  const { info } = (await (await fetch(url)).json()) as { info: { sequence: string } };
  return BigInt(info.sequence);
}

it("kill -9 under load loses no block that a client saw", async () => {
  const acknowledged: Acknowledged[] = [];
  await node.start();
  for (let round = 0; round < KILLS; round++) {
    const loading = load({ sequence: await sequenceOf(carl.address) }, acknowledged);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await node.kill("SIGKILL");
    await loading;
    await node.start();
    for (const { hash, height, blockHash } of acknowledged) {
      const { block_id } = await node.call("block", { height });
      expect(block_id.hash).toBe(blockHash);
      await expect
        .poll(() => node.call("tx", { hash: base64(hash) }).then((t) => t.height, String), {
          timeout: 10_000,
        })
        .toBe(height);
    }
  }
  expect(acknowledged.length).toBeGreaterThan(KILLS);
  expect(await sequenceOf(carl.address)).toBeGreaterThanOrEqual(BigInt(acknowledged.length));
  await node.kill("SIGTERM");
  const log = BlockLog.open(join(home, "node", "blocks"));
  for (let height = 1; height <= log.height; height++)
    expect(log.read(height)?.height).toBe(height);
  log.close();
}, 240_000);
