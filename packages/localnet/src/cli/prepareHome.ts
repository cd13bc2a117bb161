import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@perpetua/telemetry";
import type { LocalnetEnv } from "../config/env.js";
import { homePaths } from "../config/homePaths.js";
import type { PartSpec } from "../supervisor/partSpec.js";
import type { StackSettings } from "../supervisor/stackContext.js";
import type { StartOptions } from "./startOptions.js";

/** The settings of a start: the user's choices, and the genesis that the data has. */
export function resolveSettings(env: LocalnetEnv, options: StartOptions): StackSettings {
  const stored = homePaths(env.home).genesisFile;
  const kept = !options.fresh && existsSync(stored) ? stored : undefined;
  const file = options.genesis ?? kept;
  if (file !== undefined && !existsSync(file)) {
    throw new AppError("GENESIS", `there is no genesis file ${file}`);
  }
  return {
    web: options.web,
    prices: options.prices ?? "auto",
    ...(options.ethRpc === undefined ? {} : { ethRpc: options.ethRpc }),
    ...(options.epochs === undefined ? {} : { epochs: options.epochs }),
    ...(file === undefined ? {} : { genesis: sha256(file) }),
  };
}

/** True when the old data must go: the user says so, or brings another genesis. */
export function needsFreshData(env: LocalnetEnv, options: StartOptions): boolean {
  if (options.fresh) return true;
  if (options.genesis === undefined) return false;
  const { genesisFile } = homePaths(env.home);
  return !existsSync(genesisFile) || sha256(genesisFile) !== sha256(options.genesis);
}

/**
 * Removes the data of all parts, and only that: each part keeps its data in the folder of its name,
 * so a wrong PERPETUA_HOME cannot cost the user other files. Logs stay.
 */
export function removeData(env: LocalnetEnv, parts: readonly PartSpec[]): void {
  for (const { name } of parts) rmSync(join(env.home, name), { recursive: true, force: true });
  rmSync(homePaths(env.home).genesisFile, { force: true });
}

/** Keeps a copy of the genesis file, so that later starts need not be told. */
export function storeGenesis(env: LocalnetEnv, options: StartOptions): void {
  const { genesisFile, home } = homePaths(env.home);
  if (options.genesis === undefined || options.genesis === genesisFile) return;
  mkdirSync(home, { recursive: true });
  copyFileSync(options.genesis, genesisFile);
}

function sha256(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
