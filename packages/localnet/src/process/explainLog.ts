import { readFileSync } from "node:fs";

const MAX_LENGTH = 300;

interface LogRecord {
  readonly level?: string;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

/**
 * The line of a log that best tells why its process ended: the last record of level error or fatal,
 * else the first line that speaks of an error, else the last one. `fromByte` is where the log of
 * this process begins.
 */
export function explainLog(log: string, fromByte: number): string {
  const text = readFileSync(log).subarray(fromByte).toString();
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const records = lines.map(parseRecord);
  const failure = records.findLast((record) => ["error", "fatal"].includes(record?.level ?? ""));
  if (failure !== undefined) return shorten(describeRecord(failure));
  const plain = lines.filter((_, i) => records[i] === undefined);
  const line = plain.find((entry) => /error|unknown|cannot|failed/i.test(entry)) ?? plain.at(-1);
  return shorten(line ?? describeRecord(records.at(-1) ?? {}));
}

function parseRecord(line: string): LogRecord | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as LogRecord;
  } catch (error) {
    // A line that was cut, or is no record of ours, counts as plain text.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function describeRecord({ msg = "", err }: LogRecord): string {
  const cause = err?.message ?? "";
  return cause === "" || msg.includes(cause) ? msg : `${msg}: ${cause}`;
}

function shorten(line: string): string {
  const flat = line.trim();
  return flat.length <= MAX_LENGTH ? flat : `${flat.slice(0, MAX_LENGTH)}…`;
}
