import { existsSync } from "node:fs";
import { join } from "node:path";
import { Exchange } from "@perpetua/engine";
import {
  describePart,
  heightOf,
  type PartResult,
  RECORDINGS,
  Recording,
  replayBlocks,
  replayState,
} from "@perpetua/testkit";
import { replayIndexer } from "./indexer.js";
import { askExchange } from "./lcd.js";
import { nativeVerifier } from "./nativeVerifier.js";
import { parseOptions, type ReplayOptions, USAGE } from "./options.js";

/** Opens a recording by path, by the name of one in the repository, or the default one. */
function openRecording(folder: string | undefined): Recording {
  if (folder === undefined) return new Recording();
  const shipped = join(RECORDINGS, folder);
  return new Recording(existsSync(shipped) ? shipped : folder);
}

function untilHeight(recording: Recording, until: string | undefined): number {
  if (until === undefined) return Number.POSITIVE_INFINITY;
  const names = recording.checkpoints().map((c) => c.name);
  if (!names.includes(until)) throw new Error(`--until: ${until} is none of ${names.join(", ")}`);
  return heightOf(recording.checkpoint(until));
}

async function run(options: ReplayOptions): Promise<PartResult[]> {
  const recording = openRecording(options.folder);
  const height = untilHeight(recording, options.until);
  const results: PartResult[] = [];
  if (options.parts.includes("blocks") || options.parts.includes("state")) {
    const start = (document: unknown) => Exchange.genesis(document, { verifier: nativeVerifier });
    const { result, exchange } = replayBlocks(recording, start, height);
    if (options.parts.includes("blocks")) results.push(result);
    const answers = options.until === undefined ? recording.lcd() : undefined;
    if (options.parts.includes("state") && answers !== undefined) {
      results.push(await replayState(answers, askExchange(exchange)));
    }
  }
  const { folder } = recording;
  results.push(...(await replayIndexer({ folder, until: options.until, parts: options.parts })));
  return results;
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") {
    console.log(USAGE);
    return 0;
  }
  const results = await run(options);
  for (const result of results) console.log(describePart(result));
  return results.some((r) => r.difference !== undefined) ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
}
