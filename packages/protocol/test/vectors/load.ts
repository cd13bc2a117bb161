import { readFileSync } from "node:fs";

/** One item of wire-vectors.json; inputs and outputs are as free as the file. */
export interface Vector {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the file is JSON of many shapes, checked by use.
  readonly input: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly output: any;
}

const file = new URL("./wire-vectors.json", import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, "utf8")) as { vectors: Vector[] };

export const allVectors: readonly Vector[] = vectors;

export function vectorsOf(...groups: string[]): Vector[] {
  return vectors.filter((vector) => groups.includes(vector.group));
}

export function vectorById(id: string): Vector {
  const found = vectors.find((vector) => vector.id === id);
  if (found === undefined) throw new Error(`no vector ${id}`);
  return found;
}

export const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, "hex"));
export const toHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
