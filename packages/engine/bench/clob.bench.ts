/**
 * One market: matching with full risk (every fill settles both accounts) against
 * `nodejs-order-book`, which only matches, on one stream with 6 % takers, in a shallow and a deep
 * book; the cost of an adversarial price pattern against a benign one; and how far the
 * slowest placements are from the usual one (all placements of the mixed stream, 12 % of them
 * takers; collections of garbage included).
 * Cost model: a resting placement or cancel touches one level and no state; a fill costs two
 * account checks.
 * Run: `npm run bench -- engine`, or `node --conditions=source --import tsx bench/clob.bench.ts`.
 * Seed 20261125.
 */

import { OrderBook, Side } from "nodejs-order-book";
import { reportGroup } from "../../testkit/src/bench/index.js";
import { Arena } from "./arena.js";
import { placementTimes } from "./latency.js";
import { orderStream, type StreamCommand } from "./orderStream.js";

const COMMANDS = 150_000;
const ROUNDS = 6;
const SEED = 20261125;
const MIDDLE = 30_000;
const SMALL_BOOK = 2_000;
const DEEP_BOOK = 40_000;
const TAKERS = 0.06;
const LATENCY_BOUND = 10;

function near(random: () => number): number {
  return 1 + random() * random() * 200;
}

/** Every placement at a price of its own, spread over the whole range of prices. */
function scattered(random: () => number): number {
  return 1 + random() * (MIDDLE - 2);
}

function streamOf(
  distance: (random: () => number) => number,
  takers: number,
  resting: number,
): StreamCommand[] {
  return orderStream({
    seed: SEED,
    commands: COMMANDS,
    accounts: 1_000,
    distance,
    takers,
    middle: MIDDLE,
    resting,
  });
}

const BATCH = 256;

/**
 * Commands per second of processor time, garbage collection included; other load on the machine
 * does not count. Commands are prepared in
 * batches outside the measurement, as messages come decoded from the network, so that both sides
 * find them in the cache.
 */
function rate<C>(
  stream: readonly StreamCommand[],
  prepare: (c: StreamCommand) => C,
  run: (c: C) => void,
): number {
  let micros = 0;
  for (let i = 0; i < stream.length; i += BATCH) {
    const batch = stream.slice(i, i + BATCH).map(prepare);
    const before = process.cpuUsage();
    for (const c of batch) run(c);
    const { user, system } = process.cpuUsage(before);
    micros += user + system;
  }
  return (stream.length * 1e6) / micros;
}

function runOurs(stream: readonly StreamCommand[]): number {
  const arena = new Arena(1_000);
  return rate(
    stream,
    (c) => arena.prepare(c),
    (c) => arena.run(c),
  );
}

function runPeer(stream: readonly StreamCommand[]): number {
  const book = new OrderBook();
  const prepare = (c: StreamCommand) => ({
    cancel: c.kind === "cancel",
    id: String(c.id),
    order: {
      id: String(c.id),
      side: c.isBuy ? Side.BUY : Side.SELL,
      size: c.lots,
      price: c.tick,
    },
  });
  return rate(stream, prepare, (c) => {
    if (c.cancel) book.cancel(c.id);
    else book.limit(c.order);
  });
}

/** Best of alternating rounds, so that drift of the machine hits all candidates alike. */
function best(candidates: readonly (() => number)[]): number[] {
  const rates = candidates.map(() => 0);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, run] of candidates.entries()) rates[i] = Math.max(rates[i] ?? 0, run());
  }
  return rates;
}

function againstPeer(resting: number) {
  const stream = streamOf(near, TAKERS, resting);
  const [ours = 0, peer = 1] = best([() => runOurs(stream), () => runPeer(stream)]);
  return {
    name: `one market, 6 % takers, full risk, ${resting} orders rest`,
    unit: "ops/s",
    ours,
    peer,
    peerName: "nodejs-order-book (no risk)",
    goal: 5,
  };
}

const matching = [againstPeer(SMALL_BOOK), againstPeer(DEEP_BOOK)];
const benign = streamOf(near, 0, SMALL_BOOK);
const hostile = streamOf(scattered, 0, SMALL_BOOK);
const [hostileRate = 0, benignRate = 1] = best([() => runOurs(hostile), () => runOurs(benign)]);

const times = placementTimes();

/** Microseconds. */
function percentile(share: number): number {
  return (times[Math.floor(share * times.length)] ?? Number.NaN) / 1_000;
}

reportGroup("engine", [
  ...matching,
  {
    name: "adversarial price pattern",
    unit: "ops/s",
    ours: hostileRate,
    peer: benignRate,
    peerName: "benign pattern (ours)",
    goal: 0.5,
  },
  {
    name: "single placements of the mixed stream: 99th percentile",
    unit: "us",
    ours: percentile(0.99),
    peer: LATENCY_BOUND * percentile(0.5),
    peerName: `${LATENCY_BOUND} x our median`,
    goal: 1,
    lowerIsBetter: true,
  },
]);
