import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { LocalNetwork, type Status } from "../support/network.js";
import { announcedTrades } from "./announcedTrades.js";
import { brokenLevels } from "./bookLevels.js";
import { OrderFlow } from "./orderFlow.js";
import { strayOrders } from "./restingOrders.js";

/** Killed together with those that stand beside them. */
const VICTIMS: readonly (readonly string[])[] = [
  ["node"],
  ["ender"],
  ["vulcan"],
  ["socks"],
  ["comlink"],
  ["roundtable"],
  ["redis"],
  ["kafka"],
  ["postgres"],
  ["node", "ender", "vulcan", "socks", "comlink", "roundtable", "redis", "kafka", "postgres"],
];
const TRADERS = ["alice", "bob", "carl", "dave"];
/** Flow before each kill, so that there is something to lose. */
const FLOW_MS = 2_000;
/** Kafka alone takes half a minute to start on a busy machine. */
const HEAL_MS = 120_000;
/** Nobody trades any more: all that is under way arrives within this time. */
const SETTLE_MS = 30_000;
const SIZE_EXPONENTS: Readonly<Record<string, number>> = { "BTC-USD": 10, "ETH-USD": 9 };
const TICKERS = ["BTC-USD", "ETH-USD"];

let passed = 0;
let failed = 0;

async function step(name: string, body: () => Promise<string | undefined>): Promise<void> {
  const startedAt = Date.now();
  try {
    const note = await body();
    passed += 1;
    const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
    console.log(`ok   ${name} (${seconds} s)${note === undefined ? "" : `: ${note}`}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}

const partOf = (status: Status, name: string) => status.parts.find((part) => part.name === name);

async function main(): Promise<void> {
  const stack = await LocalNetwork.start({
    name: "faults",
    offsets: [11_000, 14_000],
    prices: "sim",
  });
  try {
    const { urls } = await stack.status();
    const flow = new OrderFlow(urls);
    await flow.fund(TRADERS);
    flow.start();
    for (const victims of VICTIMS) {
      const name = victims.length > 1 ? "everything" : victims.join();
      await step(`${name} is killed and heals`, () => killAndHeal(stack, flow, victims));
    }
    await sleep(FLOW_MS);
    await flow.stop();
    const { sent, accepted, unreachable } = flow.counts;
    console.log(`flow: ${sent} sent, ${accepted} accepted, ${unreachable} while the node was away`);
    for (const [reason, count] of flow.refusals) console.log(`  ${count} refused with ${reason}`);
    await step("the indexer catches up with the chain", () => catchUp(stack));
    await step("balances of chain and indexer agree", () => compareAccounts(urls, flow.accounts));
    await step("price levels are the sums of their orders", () => compareLevels(stack));
    await step("every trade was announced", () => compareTrades(stack));
    await step("no fill is lost or doubled: reconcile", () => reconcile(stack));
  } finally {
    await stack.stop(failed > 0);
  }
}

async function killAndHeal(stack: LocalNetwork, flow: OrderFlow, victims: readonly string[]) {
  await sleep(FLOW_MS);
  const before = await stack.untilHealthy(HEAL_MS);
  const pids = new Map(victims.map((victim) => [victim, partOf(before, victim)?.pid]));
  const accepted = flow.counts.accepted;
  const killedAt = Date.now();
  for (const [victim, pid] of pids) {
    assert.ok(typeof pid === "number", `${victim} has no pid`);
    process.kill(pid, "SIGKILL");
  }
  const after = await stack.untilHealthy(HEAL_MS, (status) =>
    victims.every((victim) => partOf(status, victim)?.pid !== pids.get(victim)),
  );
  const healedMs = Date.now() - killedAt;
  const height = Number(before.height);
  // Blocks go on: the chain waits for nobody but itself.
  await stack.untilHealthy(HEAL_MS, (status) => Number(status.height) > height + 2);
  assert.ok(Number(after.height) >= height, `height fell from ${height} to ${after.height}`);
  await compareResting(stack);
  return `healthy after ${(healedMs / 1_000).toFixed(1)} s, ${flow.counts.accepted - accepted} orders meanwhile`;
}

/** Ender has the height that the node has now. */
async function catchUp(stack: LocalNetwork): Promise<string> {
  const { height, urls } = await stack.untilHealthy(SETTLE_MS);
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const answer = await fetch(`${urls.comlink}/v4/height`);
    const indexed = Number(((await answer.json()) as { height: string }).height);
    if (indexed >= Number(height)) return `height ${indexed}`;
    assert.ok(Date.now() < deadline, `the indexer is at ${indexed}, the chain was at ${height}`);
    await sleep(200);
  }
}

/**
 * Positions on the chain, which matched the orders, against those that fills added up to. Resting
 * orders may still be filled meanwhile: the two must agree once.
 */
async function compareAccounts(urls: Status["urls"], accounts: readonly string[]): Promise<string> {
  const deadline = Date.now() + SETTLE_MS;
  let positions = 0;
  for (const address of accounts) {
    for (;;) {
      const [chain, indexed] = await Promise.all([
        chainPositions(urls, address),
        indexedPositions(urls, address),
      ]);
      positions += Object.keys(chain).length;
      if (isDeepStrictEqual(chain, indexed)) break;
      if (Date.now() > deadline) assert.deepEqual(indexed, chain, address);
      await sleep(500);
    }
  }
  assert.ok(positions > 0, "nobody traded");
  return `${accounts.length} accounts`;
}

type Positions = Readonly<Record<string, number>>;

async function chainPositions(urls: Status["urls"], address: string): Promise<Positions> {
  const answer = await fetch(`${urls.rest}/dydxprotocol/subaccounts/subaccount/${address}/0`);
  const { subaccount } = (await answer.json()) as {
    subaccount: { perpetual_positions: readonly { perpetual_id: number; quantums: string }[] };
  };
  const entries = subaccount.perpetual_positions.map(({ perpetual_id, quantums }) => {
    const ticker = TICKERS[perpetual_id] ?? String(perpetual_id);
    return [ticker, Number(quantums) / 10 ** (SIZE_EXPONENTS[ticker] ?? 0)];
  });
  return Object.fromEntries(entries);
}

async function indexedPositions(urls: Status["urls"], address: string): Promise<Positions> {
  const query = `address=${address}&subaccountNumber=0&status=OPEN`;
  const answer = await fetch(`${urls.comlink}/v4/perpetualPositions?${query}`);
  const { positions } = (await answer.json()) as {
    positions: readonly { market: string; size: string }[];
  };
  return Object.fromEntries(positions.map(({ market, size }) => [market, Number(size)]));
}

/**
 * Vulcan was killed between two changes of Redis as well. Books move while they are read: only what
 * stays wrong is wrong.
 */
async function compareLevels(stack: LocalNetwork): Promise<string> {
  const deadline = Date.now() + SETTLE_MS;
  let { levels, broken } = await brokenLevels(stack.redisUrl);
  while (broken.length > 0 && Date.now() < deadline) {
    await sleep(500);
    const again = await brokenLevels(stack.redisUrl);
    levels = again.levels;
    broken = again.broken.filter((now) =>
      broken.some((old) => old.level === now.level && old.surplus === now.surplus),
    );
  }
  assert.deepEqual(broken.slice(0, 5), [], `${broken.length} of ${levels} levels`);
  return `${levels} levels`;
}

/** Orders move while they are read: only what stays wrong is wrong. */
async function compareResting(stack: LocalNetwork): Promise<string> {
  const deadline = Date.now() + SETTLE_MS;
  const { databaseUrl, redisUrl } = stack;
  let { orders, stray } = await strayOrders(databaseUrl, redisUrl);
  while (stray.length > 0 && Date.now() < deadline) {
    await sleep(500);
    const again = await strayOrders(databaseUrl, redisUrl);
    orders = again.orders;
    stray = again.stray.filter((now) => stray.some((old) => isDeepStrictEqual(old, now)));
  }
  assert.deepEqual(stray.slice(0, 5), [], `${stray.length} of ${orders} orders`);
  return `${orders} orders`;
}

/** What ender committed reached the WebSocket topics, through its deaths and the broker's. */
async function compareTrades(stack: LocalNetwork): Promise<string> {
  const result = await announcedTrades(stack.databaseUrl, stack.kafkaBrokers);
  assert.deepEqual(result.missing.slice(0, 5), [], `${result.missing.length} trades are missing`);
  assert.deepEqual(result.invented.slice(0, 5), [], `${result.invented.length} trades invented`);
  return `${result.trades} trades, ${result.repeated} of them told again`;
}

async function reconcile(stack: LocalNetwork): Promise<string> {
  const { code, output } = await stack.ops("scripts", "reconcile");
  const lines = output.split("\n");
  assert.equal(lines.at(-1), "0 differences", output);
  assert.equal(code, 0);
  const fills = /^fills +(\d+) rows equal$/m.exec(output)?.[1];
  assert.ok(Number(fills) > 100, `only ${fills} fills`);
  return `${fills} fills, ${lines.at(-1)}`;
}

await main().catch((error: unknown) => {
  failed += 1;
  console.log(`FAIL ${error instanceof Error ? error.stack : String(error)}`);
});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
