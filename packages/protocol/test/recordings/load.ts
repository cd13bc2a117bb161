import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

export const RECORDINGS = ["main", "edge", "roundtable"] as const;
export type Recording = (typeof RECORDINGS)[number];

const root = fileURLToPath(new URL("../../../testkit/recordings/", import.meta.url));

const read = (recording: Recording, name: string) =>
  gunzipSync(readFileSync(`${root}${recording}/${name}`)).toString("utf8");

export function readLines<T>(recording: Recording, name: string): T[] {
  const text = read(recording, name).trim();
  return text === "" ? [] : text.split("\n").map((line) => JSON.parse(line) as T);
}

export function readJson<T>(recording: Recording, name: string): T {
  return JSON.parse(read(recording, name)) as T;
}

export const fromBase64 = (text: string): Uint8Array =>
  new Uint8Array(Buffer.from(text, "base64"));

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

export interface BlockLine {
  readonly height: number;
  readonly txs: readonly string[];
}

export interface StepLine {
  readonly step?: number;
  readonly tx?: string;
  readonly result?: {
    readonly code: number;
    readonly codespace?: string;
    readonly log?: string;
    readonly hash?: string;
  };
}

export interface LcdFile {
  readonly height: number;
  readonly queries: Readonly<Record<string, { readonly status: number; readonly body: never }>>;
}
