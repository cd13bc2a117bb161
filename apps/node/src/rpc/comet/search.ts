import { txHash } from "@perpetua/protocol";
import type { BlockRecord } from "../../chain/record.js";
import { invalidParams } from "./errors.js";
import type { TxIndex } from "./txIndex.js";

export interface SearchedTx {
  readonly record: BlockRecord;
  readonly index: number;
}

interface Condition {
  readonly key: string;
  readonly operator: "=" | "<" | "<=" | ">" | ">=" | "CONTAINS" | "EXISTS";
  readonly value: string;
}

const CONDITION =
  /^\s*([A-Za-z0-9_.]+)\s*(<=|>=|=|<|>|CONTAINS|EXISTS)\s*(?:'((?:[^'\\]|\\.)*)'|([0-9.]+))?\s*$/;
/** Blocks that one search walks through at most. */
const MAX_BLOCKS = 20_000;

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

/** Matching transactions, oldest first. */
export function searchTxs(index: TxIndex, tip: number, text: string): SearchedTx[] {
  const conditions = parseQuery(text);
  let [from, to] = [Math.max(1, tip - MAX_BLOCKS + 1), tip];
  for (const { key, operator, value } of conditions) {
    if (key !== "tx.height") continue;
    const height = Number(value);
    if (operator === "=") [from, to] = [height, height];
    if (operator === ">" || operator === ">=")
      from = Math.max(from, height + (operator === ">" ? 1 : 0));
    if (operator === "<" || operator === "<=")
      to = Math.min(to, height - (operator === "<" ? 1 : 0));
  }
  const found: SearchedTx[] = [];
  for (const tx of index.entries(from, to)) {
    if (conditions.every((c) => matches(tx, c))) found.push(tx);
  }
  return found;
}

function matches({ record, index }: SearchedTx, c: Condition): boolean {
  if (c.key === "tx.height") return compare(String(record.height), c);
  if (c.key === "tx.hash") return compare(txHash(record.txs[index] ?? new Uint8Array()), c);
  const dot = c.key.indexOf(".");
  const type = c.key.slice(0, dot);
  const attribute = c.key.slice(dot + 1);
  const events = record.results[index]?.events ?? [];
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
