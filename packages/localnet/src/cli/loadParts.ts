import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { LocalnetEnv } from "../config/env.js";
import type { PartSpec } from "../supervisor/partSpec.js";
import { PARTS } from "../supervisor/parts.js";

/** The checkout: this file is four folders below it, compiled or not. */
export const ROOT = resolve(fileURLToPath(import.meta.url), "../../../../..");

export interface LoadedParts {
  readonly root: string;
  readonly parts: readonly PartSpec[];
}

/**
 * The parts of the stack. `PERPETUA_PARTS` names a JSON file with other ones, whose paths count
 * from that file; tests of the supervisor use it.
 */
export function loadParts(env: LocalnetEnv, options: { readonly web: boolean }): LoadedParts {
  const file = env.all.PERPETUA_PARTS;
  const custom = file !== undefined && file !== "";
  const root = custom ? dirname(resolve(file)) : ROOT;
  const all = custom ? (JSON.parse(readFileSync(file, "utf8")) as PartSpec[]) : PARTS;
  return { root, parts: options.web ? all : all.filter(({ name }) => name !== "web") };
}
