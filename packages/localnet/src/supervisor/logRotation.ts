import { copyFileSync, existsSync, readdirSync, renameSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";

export interface RotationLimits {
  readonly maxBytes: number;
  readonly keep: number;
}

export const DEFAULT_ROTATION: RotationLimits = { maxBytes: 20 * 1024 * 1024, keep: 5 };

/**
 * Moves each log that grew too large to `.1`, `.2`, … Logs are copied and truncated, not renamed:
 * the parts hold them open in append mode, which makes the truncation safe.
 */
export function rotateLogs(directory: string, limits: RotationLimits = DEFAULT_ROTATION): void {
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory).filter((entry) => entry.endsWith(".log"))) {
    const file = join(directory, name);
    if (statSync(file).size <= limits.maxBytes) continue;
    for (let i = limits.keep - 1; i >= 1; i -= 1) {
      if (existsSync(`${file}.${i}`)) renameSync(`${file}.${i}`, `${file}.${i + 1}`);
    }
    copyFileSync(file, `${file}.1`);
    truncateSync(file);
  }
}
