import { parseArgs } from "node:util";

export const PARTS = ["blocks", "state", "ender", "vulcan", "socks"] as const;
export type Part = (typeof PARTS)[number];

export interface ReplayOptions {
  readonly folder: string | undefined;
  readonly parts: readonly Part[];
  /** Name of a checkpoint; everything stops there. */
  readonly until: string | undefined;
}

export const USAGE = `npm run replay -- [FOLDER] [--only ${PARTS.join(",")}] [--until CHECKPOINT]

Replays a recording of a real network through the engine and the indexer and compares byte for byte.
FOLDER is a recording (default: packages/testkit/recordings/main) or the name of one that ships with the repository.`;

/** Reads the command line; a wrong word throws an error that names it. */
export function parseOptions(argv: readonly string[]): ReplayOptions | "help" {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      only: { type: "string" },
      until: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) return "help";
  if (positionals.length > 1) throw new Error(`one folder at most, got ${positionals.join(" ")}`);
  const parts = values.only === undefined ? [...PARTS] : values.only.split(",").map(asPart);
  return { folder: positionals[0], parts, until: values.until };
}

function asPart(name: string): Part {
  const part = PARTS.find((p) => p === name.trim());
  if (part === undefined) throw new Error(`--only: ${name} is none of ${PARTS.join(", ")}`);
  return part;
}
