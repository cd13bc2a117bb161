/**
 * A large exchange: memory, cost per operation against a small one, liquidation scan, snapshots.
 *
 * - Memory: resident memory of a process that holds 1,000,000 resting orders in 20 markets, each
 *   with a signed transaction of 300 bytes, and 100,000 subaccounts with positions.
 * - Cost per operation: the mixed stream (see mixed.bench.ts) on that many orders and accounts
 *   against 10,000 accounts and 20,000 resting orders, both with positions, slices in turn.
 * - Liquidation: the scan of 100,000 accounts with one to three positions each after oracle prices
 *   of all 20 markets moved by 2 %, against looking at every account; 3 % of the accounts can lose
 *   0.1 to 5 % of their positions' value before they are liquidatable, the others more. Also the
 *   first scan and the one after a funding tick, which look at every account.
 * - Snapshots: that state with 100,000 long-term orders, written, and restored by
 *   a process that starts from it, books included.
 *
 * Times are processor time of the whole process. Run: `npm run bench -- engine`, or
 * `node --expose-gc --conditions=source --import tsx bench/scale.bench.ts`. Seed 20261125.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BenchResult, reportGroup } from "../../testkit/src/bench/index.js";
import { LiquidationWatch } from "../src/clob/index.js";
import { accountRisk, isLiquidatable } from "../src/subaccounts/index.js";
import {
  type BigState,
  bigState,
  moveFunding,
  movePrices,
  placeLongTermOrders,
} from "./bigState.js";
import { duel } from "./duel.js";
import type { SideOptions } from "./mixedSide.js";

const GIB = 2 ** 30;
const ACCOUNTS = 100_000;
const SCANS = 5;

async function memory(): Promise<BenchResult> {
  const file = fileURLToPath(new URL("./memorySide.ts", import.meta.url));
  const child = fork(file, [], { execArgv: process.execArgv });
  const [found] = (await once(child, "message")) as [
    Record<"rss" | "resting" | "subaccounts", number>,
  ];
  process.stdout.write(`${found.resting} resting, ${found.subaccounts} subaccounts\n`);
  return {
    name: "resident memory, 1,000,000 resting orders, 100,000 subaccounts",
    unit: "GiB",
    ours: found.rss / GIB,
    peer: 1.5,
    peerName: "goal",
    goal: 1,
    lowerIsBetter: true,
  };
}

async function costPerOperation(): Promise<BenchResult> {
  const common = {
    side: "engine",
    seed: 20261125,
    conditionals: 2_000,
    blockCommands: 16_384,
    life: 38,
    positions: true,
  } satisfies Partial<SideOptions>;
  const { ours, peer } = await duel({
    ours: { ...common, accounts: ACCOUNTS, resting: 100_000 },
    peer: { ...common, accounts: 10_000, resting: 2_000 },
    warmUpBlocks: 12,
    blocks: 24,
  });
  return {
    name: "cost per operation with 1,000,000 resting orders, 100,000 accounts",
    unit: "us",
    ours: 1e6 / ours,
    peer: 1e6 / peer,
    peerName: "20,000 orders, 10,000 accounts (ours)",
    goal: 0.77,
    lowerIsBetter: true,
  };
}

/** Milliseconds of processor time. */
function millis(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function fullScan({ k }: BigState): number {
  let liquidatable = 0;
  for (const [, { id }] of k.subaccounts.subaccounts.unordered()) {
    if (isLiquidatable(accountRisk(k, id))) liquidatable++;
  }
  return liquidatable;
}

function liquidation(state: BigState): BenchResult[] {
  const { k } = state;
  const watch = new LiquidationWatch(k);
  const scan = () => k.registry.readCommitted(() => watch.scan());
  const first = millis(scan);
  const moved: number[] = [];
  const full: number[] = [];
  for (let i = 0; i < SCANS; i++) {
    movePrices(state, i % 2 === 0 ? 20_000n : 0n);
    let found = 0;
    moved.push(millis(() => (found = scan().liquidatable.length)));
    const { looks } = watch;
    let expected = 0;
    full.push(millis(() => (expected = fullScan(state))));
    if (found !== expected) throw new Error(`${found} liquidatable found, ${expected} there are`);
    process.stdout.write(`scan ${i}: ${found} liquidatable, looked at ${looks}\n`);
  }
  moveFunding(state);
  const funding = millis(scan);
  const bound = (name: string, ours: number, peer: number, peerName: string, goal: number) =>
    ({ name, unit: "ms", ours, peer, peerName, goal, lowerIsBetter: true }) as const;
  const slowest = Math.max(...moved);
  const all = Math.min(...full);
  return [
    bound("liquidation scan after prices moved by 2 %, slowest", slowest, 50, "goal", 1),
    bound("the same", slowest, all, "a look at every account", 1),
    bound("first liquidation scan", first, all, "a look at every account", 0.1),
    bound("liquidation scan after a funding tick", funding, all, "a look at every account", 0.1),
  ];
}

/** A node restores when it starts: in a process of its own. */
async function restore(bytes: Uint8Array): Promise<{ millis: number; hash: string }> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const file = join(folder, "snapshot");
  writeFileSync(file, bytes);
  const side = fileURLToPath(new URL("./restoreSide.ts", import.meta.url));
  const child = fork(side, [file], { execArgv: process.execArgv });
  const [found] = (await once(child, "message")) as [{ millis: number; hash: string }];
  rmSync(folder, { recursive: true });
  return found;
}

async function snapshots(state: BigState): Promise<BenchResult[]> {
  placeLongTermOrders(state, ACCOUNTS);
  let bytes: Uint8Array = new Uint8Array();
  const taken = millis(() => {
    bytes = state.exchange.snapshot();
  });
  const { millis: loaded, hash } = await restore(bytes);
  if (hash !== Buffer.from(state.exchange.stateHash()).toString("hex")) {
    throw new Error("the restored state differs");
  }
  process.stdout.write(`snapshot of ${(bytes.length / 2 ** 20).toFixed(1)} MiB\n`);
  const row = (name: string, ms: number) =>
    ({
      name,
      unit: "s",
      ours: ms / 1_000,
      peer: 3,
      peerName: "goal",
      goal: 1,
      lowerIsBetter: true,
    }) as const;
  return [
    row("snapshot, 100,000 subaccounts and 100,000 long-term orders", taken),
    row("restore of it, books included", loaded),
  ];
}

const first = [await memory(), await costPerOperation()];
const state = bigState(ACCOUNTS);
reportGroup("engine-scale", [...first, ...liquidation(state), ...(await snapshots(state))]);
