import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** One line of a benchmark group. `ours` and `peer` were measured in this run on this machine. */
export interface BenchResult {
  readonly name: string;
  /** For example `messages/s`, `ms`, `bytes`. */
  readonly unit: string;
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  /** Ratio to reach, in the direction where bigger is better. */
  readonly goal: number;
  /** Set for times, sizes and other units of which less is better. */
  readonly lowerIsBetter?: boolean;
}

export interface ReportedResult extends Omit<BenchResult, "lowerIsBetter"> {
  readonly ratio: number;
  readonly ok: boolean;
}

export interface BenchReport {
  readonly group: string;
  readonly machine: string;
  readonly node: string;
  readonly commit: string;
  readonly results: readonly ReportedResult[];
}

const REPOSITORY = fileURLToPath(new URL("../../../../", import.meta.url));

/** Prints a table and writes `bench-results/<group>.json` at the repository root (contract.md). */
export function reportGroup(group: string, results: readonly BenchResult[]): BenchReport {
  const report: BenchReport = {
    group,
    machine: machineName(),
    node: process.version,
    commit: commitId(),
    results: results.map(withRatio),
  };
  const folder = join(REPOSITORY, "bench-results");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${group}.json`), `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(formatReport(report));
  return report;
}

export function withRatio(result: BenchResult): ReportedResult {
  const { lowerIsBetter, ...kept } = result;
  const ratio = lowerIsBetter ? result.peer / result.ours : result.ours / result.peer;
  return { ...kept, ratio, ok: ratio >= result.goal };
}

export function formatReport(report: BenchReport): string {
  const rows = report.results.map((result) => [
    result.name,
    `${compact(result.ours)} ${result.unit}`,
    `${compact(result.peer)} ${result.peerName}`,
    `${result.ratio.toFixed(2)}x`,
    `>= ${result.goal}x`,
    result.ok ? "ok" : "BELOW GOAL",
  ]);
  const table = [["benchmark", "ours", "peer", "ratio", "goal", ""], ...rows];
  const widths = table[0]?.map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const head = `${report.group} (${report.machine}, node ${report.node}, ${report.commit})`;
  return `\n${head}\n${lines.join("\n")}\n`;
}

function compact(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString("en-US") : value.toPrecision(3);
}

function machineName(): string {
  const processors = cpus();
  return `${processors.length}x ${processors[0]?.model.trim() ?? "unknown"}, ${process.arch}`;
}

function commitId(): string {
  try {
    const args = ["rev-parse", "--short", "HEAD"];
    const options = { cwd: REPOSITORY, stdio: ["ignore", "pipe", "ignore"] as const };
    return execFileSync("git", args, { ...options, stdio: [...options.stdio] })
      .toString()
      .trim();
  } catch {
    return "unknown"; // A tree without git, such as an unpacked archive, can still be measured.
  }
}
