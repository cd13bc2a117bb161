import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { identify, isAlive, type ProcessIdentity } from "../process/identity.js";
import { readJsonFile, writeJsonFile } from "../process/jsonFile.js";

/** What the keeper of the shared test servers tells its clients. */
export interface KeeperState {
  readonly keeper: ProcessIdentity;
  /** The servers, so that they can be stopped when their keeper was killed. */
  readonly servers: readonly ProcessIdentity[];
  readonly urls?: { readonly postgres: string; readonly redis: string; readonly kafka: string };
  /** Why the keeper could not start. */
  readonly error?: string;
}

/** One set of servers per checkout, or per `PERPETUA_TEST_HOME`. */
export function testHome(): string {
  const chosen = process.env.PERPETUA_TEST_HOME;
  if (chosen !== undefined && chosen !== "") return resolve(chosen);
  const root = resolve(fileURLToPath(import.meta.url), "../../../../..");
  const key = createHash("sha256").update(root).digest("hex").slice(0, 8);
  return join(tmpdir(), `perpetua-test-${process.getuid?.() ?? 0}-${key}`);
}

export const stateFile = (home: string): string => join(home, "state.json");
export const lockFile = (home: string): string => `${home}.lock`;

export function readState(home: string): KeeperState | undefined {
  return readJsonFile<KeeperState>(stateFile(home));
}

let registrations = 0;

/** Notes that this process uses the servers; returns the undo. */
export function registerClient(home: string): () => void {
  const directory = join(home, "clients");
  mkdirSync(directory, { recursive: true });
  registrations += 1;
  const file = join(directory, `${process.pid}-${registrations}.json`);
  writeJsonFile(file, identify(process.pid));
  return () => rmSync(file, { force: true });
}

/** True while a registered process lives; the files of dead ones are removed. */
export function hasLiveClient(home: string): boolean {
  const directory = join(home, "clients");
  mkdirSync(directory, { recursive: true });
  let live = false;
  for (const name of readdirSync(directory).filter((entry) => entry.endsWith(".json"))) {
    const identity = readJsonFile<ProcessIdentity>(join(directory, name));
    if (identity !== undefined && isAlive(identity)) live = true;
    else rmSync(join(directory, name), { force: true });
  }
  return live;
}

/** A number that no other caller gets (the caller holds the lock). */
export function nextSerial(home: string): number {
  const file = join(home, "serial.json");
  const serial = (readJsonFile<number>(file) ?? 0) + 1;
  writeJsonFile(file, serial);
  return serial;
}

export function readKeeperLog(home: string): string {
  return readFileSync(join(home, "keeper.log"), "utf8");
}
