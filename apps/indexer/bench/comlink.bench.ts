/**
 * Hot REST reads of comlink against an empty Fastify route, in requests per second over 32
 * connections that each wait for their answer. The servers run in a process of their own over real
 * Postgres and Redis with the rows of a recording, the load in this one; candidates alternate and
 * the best
 * round of each counts. Goal: 0.6 of the empty route (design.md §9).
 *
 *   node --conditions=source --import tsx bench/comlink.bench.ts
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { reportGroup } from "../../../packages/testkit/src/bench/index.js";

const CONNECTIONS = 32;
const ROUND_MS = 1_500;
const ROUNDS = 4;
const GOAL = 0.6;

interface Ports {
  readonly comlink: number;
  readonly empty: number;
}

/** Reads answers off a socket by their Content-Length; calls back once per whole answer. */
function answerCounter(onAnswer: () => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      const headerEnd = pending.indexOf("\r\n\r\n");
      if (headerEnd < 0) return;
      const head = pending.toString("latin1", 0, headerEnd).toLowerCase();
      const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
      if (!head.startsWith("http/1.1 200")) throw new Error(`unexpected answer: ${head}`);
      const end = headerEnd + 4 + length;
      if (pending.length < end) return;
      pending = pending.subarray(end);
      onAnswer();
    }
  };
}

/** Answers per second of one URL. */
async function measure(port: number, path: string): Promise<number> {
  const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n`;
  let answers = 0;
  let isRunning = true;
  const sockets = Array.from({ length: CONNECTIONS }, () => connect(port, "127.0.0.1"));
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  const start = performance.now();
  for (const socket of sockets) {
    const onData = answerCounter(() => {
      answers += 1;
      if (isRunning) socket.write(request);
    });
    socket.on("data", onData);
    socket.write(request);
  }
  await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
  const elapsedMs = performance.now() - start;
  const counted = answers;
  isRunning = false;
  await new Promise((resolve) => setTimeout(resolve, 50));
  for (const socket of sockets) socket.destroy();
  return (counted * 1000) / elapsedMs;
}

const CANDIDATES = {
  "latest height": "/v4/height",
  "one market": "/v4/perpetualMarkets?ticker=BTC-USD",
  "order book": "/v4/orderbooks/perpetualMarket/SOL-USD",
  "60 candles": "/v4/candles/perpetualMarkets/SOL-USD?resolution=1MIN&limit=60",
} as const;

async function main(): Promise<void> {
  const servers = fork(fileURLToPath(new URL("./comlinkServers.ts", import.meta.url)));
  const [ports] = (await once(servers, "message")) as [Ports];
  const best = new Map<string, number>();
  const keepBest = (name: string, rate: number) =>
    best.set(name, Math.max(best.get(name) ?? 0, rate));
  await measure(ports.empty, "/");
  for (const path of Object.values(CANDIDATES)) await measure(ports.comlink, path);
  for (let round = 0; round < ROUNDS; round++) {
    keepBest("empty", await measure(ports.empty, "/"));
    for (const [name, path] of Object.entries(CANDIDATES)) {
      keepBest(name, await measure(ports.comlink, path));
    }
  }
  servers.send("stop");
  await once(servers, "exit");
  reportGroup(
    "comlink",
    Object.keys(CANDIDATES).map((name) => ({
      name: `hot read: ${name}`,
      unit: "requests/s",
      ours: best.get(name) ?? 0,
      peer: best.get("empty") ?? 0,
      peerName: "empty Fastify route",
      goal: GOAL,
    })),
  );
}

await main();
