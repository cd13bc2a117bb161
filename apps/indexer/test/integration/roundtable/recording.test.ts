import { fileURLToPath } from "node:url";
import { decodeValue, Topic } from "@perpetua/messaging";
import { indexerShared, uuidFromOrder } from "@perpetua/protocol";
import { createSilentLogger } from "@perpetua/telemetry";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createEnder, type Ender } from "../../../src/ender/createEnder.js";
import { type Difference, differingPaths } from "../../../src/replay/difference.js";
import { MemoryProducer } from "../../../src/replay/memoryProducer.js";
import {
  type Checkpoint,
  type RecordedMessage,
  readCheckpoints,
  readTopic,
} from "../../../src/replay/recording.js";
import { createReplayComlink } from "../../../src/replay/replayComlink.js";
import { blockEffectTimes } from "../../../src/replay/replayEnder.js";
import { replayRest } from "../../../src/replay/replayRest.js";
import { followVulcan, type VulcanFollower } from "../../../src/replay/vulcanFollower.js";
import { createTasks } from "../../../src/roundtable/tasks.js";
import { type RoundtableWorld, startRoundtableWorld } from "./world.js";

/**
 * The judge of the jobs: the recording of a network on which they ran. Blocks and order updates are
 * replayed, and each job runs at the moments at which the recorded one left something.
 */
const FOLDER = fileURLToPath(
  new URL("../../../../../packages/testkit/recordings/roundtable", import.meta.url),
);
const TICK_INTERVAL_MS = 15_000;
const EXPIRED = indexerShared.OrderRemovalReason.ORDER_REMOVAL_REASON_INDEXER_EXPIRED;
/** Takers whose best-effort cancel by vulcan met ender's row in the other order (traps 25, 28). */
const RACES = ["2b55d852-", "73853a87-", "36ca9e76-"];
const TASKS = new Map(
  createTasks({ pnlTickIntervalMs: TICK_INTERVAL_MS }).map((task) => [task.name, task]),
);

interface Moment {
  readonly atMs: number;
  act(): Promise<void>;
}

let world: RoundtableWorld;
let ender: Ender;
let vulcan: VulcanFollower;
const statistics: { atMs: number; expected: unknown; got: unknown }[] = [];
let answers = 0;
const answerDifferences: Difference[] = [];
const usernames: { expected: string[]; got: string[] }[] = [];
const expiries: { expected: string[]; got: string[] }[] = [];
const differences = new Map<string, Difference[]>();
const rowCounts = new Map<string, number>();

beforeAll(async () => {
  world = await startRoundtableWorld();
  const logger = createSilentLogger();
  const { database } = world;
  const { redis } = world.context;
  ender = createEnder({ database, redis, producer: new MemoryProducer(), logger });
  vulcan = followVulcan(database, redis, logger, await readTopic(FOLDER, Topic.toVulcan));
  await ender.start();
  const checkpoints = await readCheckpoints(FOLDER);
  const moments = [
    ...(await blockMoments(checkpoints)),
    ...(await statisticsMoments()),
    ...(await expiryMoments()),
  ].sort((a, b) => a.atMs - b.atMs);
  for (const { atMs, act } of moments) {
    await vulcan.advance(atMs);
    world.nowMs = atMs;
    await act();
  }
}, 180_000);

afterAll(() => world.stop());

async function run(name: string, atMs = world.nowMs): Promise<void> {
  world.nowMs = atMs;
  const task = TASKS.get(name);
  if (task === undefined) throw new Error(`no job ${name}`);
  await task.run(world.context);
}

/** Blocks take effect at their block-height message; ticks and checkpoints belong to a block. */
async function blockMoments(checkpoints: readonly Checkpoint[]): Promise<Moment[]> {
  const blocks = await readTopic(FOLDER, Topic.toEnder);
  const effectTime = blockEffectTimes(
    await readTopic(FOLDER, Topic.blockHeight),
    await readTopic(FOLDER, Topic.toVulcan),
  );
  const last = checkpoints.at(-1) as Checkpoint;
  const ticks = tickRuns(last);
  const applied = blocks.slice(0, last.height + 1).map((block, height) => ({
    atMs: effectTime(height, block.timestampMs),
    act: async () => {
      await ender.processBlock(block.value, block.timestampMs);
      for (const createdAtMs of ticks.get(height) ?? []) await run("create_pnl_ticks", createdAtMs);
    },
  }));
  // The jobs went on for half a minute after the last block of a chapter.
  const rests = checkpoints.map((checkpoint) => ({
    atMs: (applied[checkpoint.height + 1]?.atMs ?? Number.MAX_SAFE_INTEGER) - 1,
    act: () => atCheckpoint(checkpoint),
  }));
  return [...applied, ...rests];
}

function tickRuns(last: Checkpoint): Map<number, number[]> {
  const runs = new Map<number, Set<number>>();
  for (const { blockHeight, createdAt } of last.db.pnl_ticks ?? []) {
    const times = runs.get(Number(blockHeight)) ?? new Set();
    runs.set(Number(blockHeight), times.add(Date.parse(String(createdAt))));
  }
  return new Map([...runs].map(([height, times]) => [height, [...times].sort((a, b) => a - b)]));
}

async function atCheckpoint(checkpoint: Checkpoint): Promise<void> {
  await vulcan.advance(Number.POSITIVE_INFINITY, checkpoint.offsets[Topic.toVulcan]);
  for (const name of [
    "update-funding-payments",
    "update-pnl",
    "aggregate_trading_rewards_daily",
    "aggregate_trading_rewards_weekly",
    "aggregate_trading_rewards_monthly",
    "cancel_stale_orders",
    "subaccount_username_generator",
  ]) {
    await run(name);
  }
  const lastBlock = (checkpoint.db.blocks ?? []).map(({ time }) => Date.parse(String(time)));
  for (const name of ["create_leaderboard_pnl_all_time", "create_leaderboard_pnl_daily"]) {
    await run(name, Math.max(...lastBlock));
  }
  await compareTable(checkpoint, "pnl_ticks", ["id"]);
  await compareTable(checkpoint, "funding_payments", ["subaccountId", "createdAt", "ticker"]);
  await compareTable(checkpoint, "pnl", ["subaccountId", "createdAt"]);
  await compareTable(checkpoint, "trading_reward_aggregations", ["id"]);
  await compareTable(checkpoint, "orders", ["id"]);
  await compareTable(checkpoint, "leaderboard_pnl", ["address", "timeSpan"]);
  await compareUsernames(checkpoint);
  await compareAnswers(checkpoint);
}

/** Questions whose answers come from the jobs' rows alone; decimals are compared as texts. */
const JOB_ANSWERS =
  /^\/v4\/(fundingPayments|historical-pnl|historicalTradingRewardAgg|perpetualMarkets$)/;

async function compareAnswers(checkpoint: Checkpoint): Promise<void> {
  const comlink = await createReplayComlink({ ...world.stores, nowMs: () => world.nowMs });
  try {
    const asked = Object.entries(checkpoint.rest).filter(([url]) => JOB_ANSWERS.test(url));
    const part = { ...checkpoint, rest: Object.fromEntries(asked) };
    const result = await replayRest({ checkpoint: part, comlink });
    answers += result.answers;
    answerDifferences.push(...result.differences);
  } finally {
    await comlink.close();
  }
}

/** Words are ours; the suffix is a function of the address (traps-indexer.md 68). */
async function compareUsernames(checkpoint: Checkpoint): Promise<void> {
  const { rows } = await world.database.pool.query<Record<string, unknown>>(
    `SELECT username, "subaccountId" FROM subaccount_usernames`,
  );
  const suffixes = (names: readonly Record<string, unknown>[]) =>
    names.map((row) => `${row.subaccountId} ${String(row.username).slice(-3)}`).sort();
  usernames.push({
    expected: suffixes(checkpoint.db.subaccount_usernames ?? []),
    got: suffixes(rows),
  });
}

async function compareTable(
  checkpoint: Checkpoint,
  table: string,
  keys: readonly string[],
): Promise<void> {
  const { rows } = await world.database.pool.query<{ row: Record<string, unknown> }>(
    `SELECT to_jsonb(t) AS row FROM "${table}" AS t`,
  );
  const keyOf = (row: Record<string, unknown>) => keys.map((key) => row[key]).join("/");
  const got = new Map(rows.map(({ row }) => [keyOf(row), row]));
  const expected = new Map((checkpoint.db[table] ?? []).map((row) => [keyOf(row), row]));
  rowCounts.set(table, expected.size);
  const known = (key: string, paths: readonly string[]) =>
    (RACES.some((id) => key.startsWith(id)) && paths.join() === "status") ||
    (paths.join() === "rank" && isTied(expected.get(key), [...expected.values()]));
  const found = [...new Set([...expected.keys(), ...got.keys()])].flatMap((key) => {
    const paths = differingPaths(expected.get(key), got.get(key));
    if (paths.length === 0 || known(key, paths)) return [];
    const where = `${checkpoint.name} ${key} ${paths.join()}`;
    return [{ part: "roundtable", where, expected: expected.get(key), got: got.get(key) }];
  });
  differences.set(table, [...(differences.get(table) ?? []), ...found]);
}

/** Equal profits have no defined order (indexer.md §6.10). */
function isTied(
  row: Record<string, unknown> | undefined,
  all: readonly Record<string, unknown>[],
): boolean {
  const same = all.filter(({ timeSpan, pnl }) => timeSpan === row?.timeSpan && pnl === row?.pnl);
  return same.length > 1;
}

/** Statistics are the market messages that carry no `id`. */
async function statisticsMoments(): Promise<Moment[]> {
  const contents = ({ value }: { value: Uint8Array }) =>
    JSON.parse(decodeValue(Topic.markets, value).contents) as {
      trading?: Record<string, { id?: string }>;
    };
  const recorded = (await readTopic(FOLDER, Topic.markets)).filter((message) => {
    const [first] = Object.values(contents(message).trading ?? {});
    return first !== undefined && first.id === undefined;
  });
  return recorded.map((message) => ({
    atMs: message.timestampMs,
    act: async () => {
      await run("market_updater");
      const got = world.takeSent(Topic.markets).map(contents);
      statistics.push({ atMs: message.timestampMs, expected: contents(message), got: got[0] });
    },
  }));
}

/** Runs of the expiry job: its records stand within a second of one another. */
async function expiryMoments(): Promise<Moment[]> {
  const removedId = ({ value }: { value: Uint8Array }) => {
    const { orderRemove } = decodeValue(Topic.toVulcan, value);
    const id = orderRemove?.removedOrderId;
    return orderRemove?.reason === EXPIRED && id !== undefined ? uuidFromOrder(id) : undefined;
  };
  const runs: RecordedMessage[][] = [];
  for (const message of await readTopic(FOLDER, Topic.toVulcan)) {
    if (removedId(message) === undefined) continue;
    const previous = runs.at(-1)?.at(-1);
    if (previous && message.timestampMs - previous.timestampMs < 1_000) runs.at(-1)?.push(message);
    else runs.push([message]);
  }
  return runs.map((messages) => ({
    atMs: messages[0]?.timestampMs ?? 0,
    act: async () => {
      await run("remove_expired_orders");
      const got = world.takeSent(Topic.toVulcan).map(removedId);
      expiries.push({
        expected: messages.map((message) => String(removedId(message))).sort(),
        got: got.map(String).sort(),
      });
    },
  }));
}

test("statistics messages are the recorded ones", () => {
  expect(statistics).toHaveLength(14);
  for (const { expected, got } of statistics) expect(got).toEqual(expected);
});

test("expired orders are removed in the recorded runs", () => {
  expect(expiries.flatMap(({ expected }) => expected)).toHaveLength(77);
  for (const { expected, got } of expiries) expect(got).toEqual(expected);
});

test("every subaccount 0 has a name with the recorded suffix at every checkpoint", () => {
  expect(usernames.at(-1)?.expected).toHaveLength(12);
  for (const { expected, got } of usernames) expect(got).toEqual(expected);
});

test("answers from the jobs' rows are the recorded ones, to the digit", () => {
  expect(answerDifferences.slice(0, 3)).toEqual([]);
  expect(answers).toBeGreaterThan(300);
});

test.each([
  ["pnl_ticks", 215],
  ["funding_payments", 158],
  ["pnl", 77],
  ["trading_reward_aggregations", 24],
  ["orders", 173],
  ["leaderboard_pnl", 18],
])("%s has the recorded rows at every checkpoint", (table, rows) => {
  expect(differences.get(table)?.slice(0, 3)).toEqual([]);
  expect(rowCounts.get(table)).toBe(rows);
});
