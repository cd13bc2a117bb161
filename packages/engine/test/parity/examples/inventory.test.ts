import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../../../../../", import.meta.url));
/** The formulas in `protocol` are a second opinion; the examples are tests of the exchange. */
const FOLDERS = ["packages/engine/test", "apps/node/test"];

/** How many examples each series of the references has: `prefix` + 1 … `count`. */
const SERIES: readonly (readonly [prefix: string, count: number])[] = [
  ["clob §13 ex. ", 67],
  ["clob §13 ex. R", 18],
  ["clob §13 ex. E", 2],
  ["risk §14.1 M", 17],
  ["risk §14.2 T", 11],
  ["risk §14.3 L", 5],
  ["risk §14.4 O", 5],
  ["risk §14.5 P", 7],
  ["risk §14.6 F", 15],
  ["risk §14.7 S", 6],
  ["risk §14.8 R", 6],
  ["risk §14.9 E", 11],
  ["risk §14.10 V", 10],
  ["risk §14.11 W", 10],
  ["risk §14.12 X", 6],
  ["risk §14.13 I", 5],
  ["risk §14.14 G", 5],
  ["risk §14.15 N", 13],
  ["risk §14.15 Q", 7],
  ["risk §14.15 K", 4],
  ["app §15 V", 15],
  ["app §15 R", 7],
  ["app §15 D", 2],
  ["app §15 B", 1],
  ["app §15 T", 2],
  ["app §15 P", 1],
  ["app §15 M", 7],
  ["app §15 VE", 2],
  ["app §15 N", 1],
  ["app §15 G", 1],
  ["app §15 I", 1],
  ["app §15 L", 1],
  ["app §15 A", 1],
];

const CITATION = /(?:clob §13 ex\. |risk §14\.\d+ |app §15 )[A-Z]*\d+/g;
/** Test names are written out, so that a reader finds an example by searching for its name. */
const TEXT = /(["'`])(?:\\.|(?!\1).)*\1/g;

/** Citations inside the texts of the test sources; comments do not count. */
function citedIn(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
  return (code.match(TEXT) ?? []).flatMap((text) => text.match(CITATION) ?? []);
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith("inventory.test.ts"))
    .map((file) => readFileSync(join(ROOT, folder, file), "utf8"));
}

describe("worked examples of the references", () => {
  const cited = new Set(FOLDERS.flatMap(sources).flatMap(citedIn));
  const wanted = SERIES.flatMap(([prefix, count]) =>
    Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`),
  );

  it("each is the name of a test", () => {
    expect(wanted.filter((example) => !cited.has(example))).toEqual([]);
  });

  it("no test names one that does not exist", () => {
    const known = new Set(wanted);
    expect([...cited].filter((example) => !known.has(example))).toEqual([]);
  });

  it("a citation in a comment, or built at run time, is not one", () => {
    expect(citedIn('// "clob §13 ex. 1"\n/* "app §15 V1" */')).toEqual([]);
    const built = "`risk §14.2 $" + "{name}`";
    expect(citedIn(`it(${built}, run)`)).toEqual([]);
    expect(citedIn('it("risk §14.14 G1, risk §14.14 G5: both", run)')).toHaveLength(2);
  });
});
