import { rmSync } from "node:fs";
import type { HomePaths } from "../config/homePaths.js";
import { isAlive, type ProcessIdentity } from "../process/identity.js";
import { readJsonFile, writeJsonFile } from "../process/jsonFile.js";
import { stopProcess } from "../process/stopProcess.js";
import type { StackSettings } from "./stackContext.js";

/** Who owns this home, on disk for `stop`, `status` and the next `start`. */
export interface SupervisorState {
  readonly identity: ProcessIdentity;
  readonly statusUrl: string;
  readonly settings: StackSettings;
  readonly bind: string;
  readonly portOffset: number;
}

/** A running part, on disk in case its supervisor is killed. */
export interface PartState {
  readonly name: string;
  readonly identity: ProcessIdentity;
  readonly stopSignal: NodeJS.Signals;
  readonly stopGraceMs: number;
}

/** The live supervisor of this home; undefined when there is none, or it was killed. */
export function liveSupervisor(paths: HomePaths): SupervisorState | undefined {
  const state = readJsonFile<SupervisorState>(paths.supervisorFile);
  return state !== undefined && isAlive(state.identity) ? state : undefined;
}

export function saveSupervisor(paths: HomePaths, state: SupervisorState): void {
  writeJsonFile(paths.supervisorFile, state);
}

/** Listed in order of start. */
export function saveParts(paths: HomePaths, parts: readonly PartState[]): void {
  writeJsonFile(paths.partsFile, parts);
}

export function readParts(paths: HomePaths): readonly PartState[] {
  return readJsonFile<PartState[]>(paths.partsFile) ?? [];
}

export function clearState(paths: HomePaths): void {
  rmSync(paths.supervisorFile, { force: true });
  rmSync(paths.partsFile, { force: true });
}

/** Parts that a killed supervisor left running. */
export function orphans(paths: HomePaths): readonly PartState[] {
  return readParts(paths).filter((part) => isAlive(part.identity));
}

/** Stops what a killed supervisor left, last started first; returns their names. */
export async function stopOrphans(paths: HomePaths): Promise<string[]> {
  const left = [...orphans(paths)].reverse();
  for (const part of left) {
    await stopProcess(part.identity, { signal: part.stopSignal, graceMs: part.stopGraceMs });
  }
  clearState(paths);
  return left.map((part) => part.name);
}
