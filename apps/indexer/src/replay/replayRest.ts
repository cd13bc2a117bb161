import type { Difference } from "./difference.js";
import { LEFT_OUT_ANSWERS } from "./leftOut.js";
import { NO_RACES, type Races } from "./races.js";
import type { Checkpoint } from "./recording.js";

/** An answer of the REST server. */
export interface RestAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Whatever answers REST questions: a running server or one in this process. */
export interface RestAsker {
  ask(url: string): Promise<RestAnswer>;
}

export interface ReplayRestOptions {
  readonly checkpoint: Checkpoint;
  readonly comlink: RestAsker;
  /**
   * `exact` compares decimals as texts. `double` is for a database that was filled from the
   * checkpoint's own rows, whose decimals went through doubles (traps-indexer.md 1).
   */
  readonly decimals?: "exact" | "double";
  /** Order states that the recording left to chance. */
  readonly races?: Races;
}

export interface ReplayRestResult {
  readonly answers: number;
  readonly ignored: number;
  readonly differences: readonly Difference[];
}

const DECIMAL = /^-?\d+(\.\d+)?$/;
/** Derived values subtract rounded inputs, so the error is absolute, not relative. */
const ABSOLUTE_TOLERANCE = 1e-6;
const RELATIVE_TOLERANCE = 1e-12;
/** Mid prices of candles went through a double in the recorded network itself (51). */
const MID_PRICES = new Set(["orderbookMidPriceOpen", "orderbookMidPriceClose"]);

function isClose(a: string, b: string): boolean {
  if (!DECIMAL.test(a) || !DECIMAL.test(b)) return false;
  const [x, y] = [Number(a), Number(b)];
  const scale = Math.max(Math.abs(x), Math.abs(y));
  return Math.abs(x - y) <= Math.max(ABSOLUTE_TOLERANCE, scale * RELATIVE_TOLERANCE);
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Rows with an equal sort key come in any order (5): a list is put in one of our own. */
function sortKey(row: unknown): string {
  if (!isObject(row)) return "";
  const height = String(row.createdAtHeight ?? "").padStart(12, "0");
  return `${height}/${String(row.id ?? "")}`;
}

const UNORDERED = new Set(["fills", "trades", "transfers"]);

function sorted(list: readonly unknown[]): unknown[] {
  return [...list].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** Orders of equal expiry come in any order; the expiries themselves must be in place. */
function expiries(list: readonly unknown[]): string[] {
  return list.map((row) =>
    isObject(row) ? String(row.goodTilBlockTime ?? row.goodTilBlock ?? "") : "",
  );
}

class Comparison {
  readonly paths: string[] = [];
  readonly #decimals: "exact" | "double";
  readonly #races: Races;

  constructor(decimals: "exact" | "double", races: Races) {
    this.#decimals = decimals;
    this.#races = races;
  }

  compare(expected: unknown, got: unknown, path: string): void {
    if (Array.isArray(expected) && Array.isArray(got)) this.#compareLists(expected, got, path);
    else if (isObject(expected) && isObject(got)) this.#compareObjects(expected, got, path);
    else if (expected !== got && !this.#isAccepted(expected, got, path)) this.paths.push(path);
  }

  #isAccepted(expected: unknown, got: unknown, path: string): boolean {
    if (typeof expected !== "string" || typeof got !== "string") return false;
    const name = path.slice(path.lastIndexOf(".") + 1);
    if (MID_PRICES.has(name)) return isClose(expected, got);
    return this.#decimals === "double" && isClose(expected, got);
  }

  #compareLists(expected: readonly unknown[], got: readonly unknown[], path: string): void {
    if (expected.length !== got.length) {
      this.paths.push(`${path}.length`);
      return;
    }
    const name = path.slice(path.lastIndexOf(".") + 1);
    const isOrders = path === "body" && expected.some((row) => isObject(row) && "clientId" in row);
    if (isOrders) this.compare(expiries(expected), expiries(got), `${path}.expiries`);
    const isUnordered = isOrders || UNORDERED.has(name);
    const left = isUnordered ? sorted(expected) : expected;
    const right = isUnordered ? sorted(got) : got;
    for (const [index, value] of left.entries()) {
      this.compare(value, right[index], `${path}.${index}`);
    }
  }

  #compareObjects(expected: Json, got: Json, path: string): void {
    const isRace = this.#races.explain(expected.id, expected.status, got.status);
    for (const name of new Set([...Object.keys(expected), ...Object.keys(got)])) {
      if (isRace && name === "status") continue;
      this.compare(expected[name], got[name], `${path}.${name}`);
    }
  }
}

function isIgnored(url: string): boolean {
  return LEFT_OUT_ANSWERS.some((pattern) => pattern.test(url));
}

/** Asks every recorded question of a checkpoint and compares status and body. */
export async function replayRest(options: ReplayRestOptions): Promise<ReplayRestResult> {
  const { checkpoint, comlink, decimals = "exact", races = NO_RACES } = options;
  const differences: Difference[] = [];
  let answers = 0;
  let ignored = 0;
  for (const [url, expected] of Object.entries(checkpoint.rest)) {
    if (isIgnored(url)) {
      ignored += 1;
      continue;
    }
    answers += 1;
    const got = await comlink.ask(url);
    const comparison = new Comparison(decimals, races);
    comparison.compare(expected.status, got.status, "status");
    comparison.compare(expected.body, got.body, "body");
    if (comparison.paths.length === 0) continue;
    const where = `${checkpoint.name} ${url} at ${comparison.paths.slice(0, 4).join(", ")}`;
    differences.push({ part: "rest", where, expected, got });
  }
  return { answers, ignored, differences };
}
