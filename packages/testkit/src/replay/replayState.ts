import type { LcdAnswers } from "../recording/recording.js";
import type { PartResult } from "./part.js";

/** Answers a REST path of the chain. */
export type RestAsker = (
  path: string,
) => Promise<{ readonly status: number; readonly body: unknown }>;

/** Paths that a node answers from itself rather than from the state. */
export const NODE_ONLY_PATHS: readonly string[] = [
  "/cosmos/base/tendermint/v1beta1/node_info",
  "/cosmos/base/tendermint/v1beta1/blocks/latest",
  "/cosmos/base/tendermint/v1beta1/syncing",
  "/cosmos/base/node/v1beta1/config",
];

/** One answer that differs, shortened to where it does. */
export interface StateDifference {
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/**
 * Asks every recorded path of `lcd.json` and compares status and body (golden README, "Block
 * replay").
 */
export async function stateDifferences(
  answers: LcdAnswers,
  ask: RestAsker,
): Promise<{ total: number; differences: StateDifference[] }> {
  const differences: StateDifference[] = [];
  let total = 0;
  for (const [path, expected] of Object.entries(answers.queries)) {
    if (NODE_ONLY_PATHS.includes(path)) continue;
    total++;
    const got = await ask(path);
    const found = firstDifference(
      { status: expected.status, body: expected.body },
      { status: got.status, body: got.body },
      path,
    );
    if (found !== undefined) differences.push(found);
  }
  return { total, differences };
}

/**
 * All recorded answers about the state after the last block; only the first difference is
 * described.
 */
export async function replayState(answers: LcdAnswers, ask: RestAsker): Promise<PartResult> {
  const { total, differences } = await stateDifferences(answers, ask);
  const leftOut = NODE_ONLY_PATHS.map((path) => `${path}: the node itself, not its state`);
  const result = { part: "state", equal: total - differences.length, total, leftOut };
  const first = differences[0];
  if (first === undefined) return result;
  const difference = [
    `${first.path}:`,
    `  expected ${JSON.stringify(first.expected)}`,
    `  got      ${JSON.stringify(first.got)}`,
  ].join("\n");
  return { ...result, difference };
}

/** Walks two JSON values side by side; the order of members does not count. */
function firstDifference(a: unknown, b: unknown, path: string): StateDifference | undefined {
  if (a === b) return undefined;
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) {
    return { path, expected: a, got: b };
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = firstDifference(a[key], b[key], `${path} .${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
