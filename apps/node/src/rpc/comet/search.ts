import { txHash } from "@perpetua/protocol";
import type { BlockLog } from "../../chain/blockLog.js";
import type { BlockRecord, StoredEvent } from "../../chain/record.js";
import type { LocatedTx, TxIndex } from "../txIndex.js";
import { invalidParams } from "./errors.js";

export interface Condition {
  readonly key: string;
  readonly operator: "=" | "<" | "<=" | ">" | ">=" | "CONTAINS" | "EXISTS";
  readonly value: string;
}

const CONDITION =
  /^\s*([A-Za-z0-9_.]+)\s*(<=|>=|=|<|>|CONTAINS|EXISTS)\s*(?:'((?:[^'\\]|\\.)*)'|([0-9.]+))?\s*$/;
/** Blocks that one search walks through at most. */
const MAX_BLOCKS = 20_000;
/** Blocks read per turn, so that a search never holds up a block. */
const SLICE_BLOCKS = 25;

/** `tx.height=5 AND message.sender='dydx1…'`: CometBFT's query language over the block log. */
export function parseQuery(text: string): Condition[] {
  if (text.trim() === "") throw invalidParams("query must not be empty");
  return text.split(/\s+AND\s+/).map((part) => {
    const m = CONDITION.exec(part);
    if (m === null) throw invalidParams(`query: cannot read "${part.trim()}"`);
    const operator = m[2] as Condition["operator"];
    const value = m[3] ?? m[4] ?? "";
    if (operator !== "EXISTS" && m[3] === undefined && m[4] === undefined) {
      throw invalidParams(`query: "${part.trim()}" has no value`);
    }
    return { key: m[1] as string, operator, value };
  });
}

/** Matching transactions, oldest first; one named by its hash is looked up, not searched for. */
export async function searchTxs(index: TxIndex, log: BlockLog, text: string): Promise<LocatedTx[]> {
  const conditions = parseQuery(text);
  const hash = conditions.find((c) => c.key === "tx.hash" && c.operator === "=");
  if (hash !== undefined) {
    const tx = index.read(hash.value);
    const rest = conditions.filter((c) => c !== hash);
    return tx !== undefined && rest.every((c) => matchesTx(tx, c)) ? [tx] : [];
  }
  const found: LocatedTx[] = [];
  for await (const record of walk(log, conditions, "tx.height")) {
    for (let at = 0; at < record.txs.length; at++) {
      const tx = { record, index: at };
      if (conditions.every((c) => matchesTx(tx, c))) found.push(tx);
    }
  }
  return found;
}

/** Matching blocks, oldest first. */
export async function searchBlocks(log: BlockLog, text: string): Promise<BlockRecord[]> {
  const conditions = parseQuery(text);
  const found: BlockRecord[] = [];
  for await (const record of walk(log, conditions, "block.height")) {
    if (conditions.every((c) => matchesBlock(record, c))) found.push(record);
  }
  return found;
}

async function* walk(log: BlockLog, conditions: readonly Condition[], heightKey: string) {
  const [from, to] = rangeOf(conditions, heightKey, log.height);
  for (let height = Math.max(from, 1, log.base); height <= Math.min(to, log.height); height++) {
    const record = log.read(height);
    if (record !== undefined) yield record;
    if (height % SLICE_BLOCKS === 0) await new Promise((done) => setImmediate(done));
  }
}

/** The heights that conditions on `key` leave, never more than one search may walk. */
function rangeOf(conditions: readonly Condition[], key: string, tip: number): [number, number] {
  let [from, to] = [1, tip];
  for (const c of conditions) {
    if (c.key !== key) continue;
    const height = Number(c.value);
    if (!Number.isSafeInteger(height)) throw invalidParams(`query: ${key} must be a whole number`);
    if (c.operator === "=") [from, to] = [Math.max(from, height), Math.min(to, height)];
    if (c.operator === ">") from = Math.max(from, height + 1);
    if (c.operator === ">=") from = Math.max(from, height);
    if (c.operator === "<") to = Math.min(to, height - 1);
    if (c.operator === "<=") to = Math.min(to, height);
  }
  return [Math.max(from, to - MAX_BLOCKS + 1), to];
}

export function matchesTx({ record, index }: LocatedTx, c: Condition): boolean {
  if (c.key === "tm.event") return compare("Tx", c);
  if (c.key === "tx.height") return compare(String(record.height), c);
  if (c.key === "tx.hash") return compare(txHash(record.txs[index] ?? new Uint8Array()), c);
  return hasEvent(record.results[index]?.events ?? [], c);
}

export function matchesBlock(record: BlockRecord, c: Condition): boolean {
  if (c.key === "block.height") return compare(String(record.height), c);
  return hasEvent(record.events, c);
}

function hasEvent(events: readonly StoredEvent[], c: Condition): boolean {
  const dot = c.key.indexOf(".");
  const type = c.key.slice(0, dot);
  const attribute = c.key.slice(dot + 1);
  return events.some(
    (e) =>
      e.type === type &&
      e.attributes.some(([key, value]) => key === attribute && compare(value, c)),
  );
}

function compare(actual: string, { operator, value }: Condition): boolean {
  switch (operator) {
    case "EXISTS":
      return true;
    case "CONTAINS":
      return actual.includes(value);
    case "=":
      return actual === value;
    default: {
      const [a, b] = [Number(actual), Number(value)];
      if (Number.isNaN(a) || Number.isNaN(b)) return false;
      return operator === "<"
        ? a < b
        : operator === "<="
          ? a <= b
          : operator === ">"
            ? a > b
            : a >= b;
    }
  }
}
