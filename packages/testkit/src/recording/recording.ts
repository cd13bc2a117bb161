import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** A block of a recording; bytes are base64 (recordings/README of each folder). */
export interface RecordedBlock {
  readonly height: number;
  readonly time: string;
  readonly proposer: string;
  readonly txs: readonly string[];
  readonly results: readonly RecordedResult[];
  readonly events: readonly RecordedEvent[] | null;
}

export interface RecordedResult {
  readonly code: number;
  readonly codespace: string;
  readonly log?: string;
  readonly data: string | null;
  readonly gasWanted: string;
  readonly gasUsed: string;
  readonly events: readonly RecordedEvent[];
}

export interface RecordedEvent {
  readonly type: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

export interface RecordedMessage {
  readonly offset: number;
  readonly timestamp: number;
  readonly key?: string;
  readonly value: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the network looked like when it was stopped after a chapter. */
export interface Checkpoint {
  /** The last block, and its time. */
  readonly height: { readonly height: string; readonly time: string };
  readonly offsets: Readonly<Record<string, number>>;
  readonly rest: Readonly<Record<string, { readonly status: number; readonly body: unknown }>>;
  readonly db: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly redis: Readonly<Record<string, { readonly type: string; readonly value: unknown }>>;
}

export function heightOf(checkpoint: Checkpoint): number {
  return Number(checkpoint.height.height);
}

export interface LcdAnswers {
  readonly height: number;
  readonly queries: Readonly<Record<string, { readonly status: number; readonly body: unknown }>>;
}

/** Where the recordings that ship with the repository lie. */
export const RECORDINGS = fileURLToPath(new URL("../../recordings", import.meta.url));

/** Reads one recording of a real network, file by file, on demand. */
export class Recording {
  constructor(readonly folder: string = join(RECORDINGS, "main")) {
    if (!existsSync(join(folder, "genesis.json"))) {
      throw new Error(`${folder} is not a recording: genesis.json is missing`);
    }
  }

  genesis(): unknown {
    return JSON.parse(readFileSync(join(this.folder, "genesis.json"), "utf8"));
  }

  blocks(): RecordedBlock[] {
    return this.lines<RecordedBlock>("blocks.jsonl.gz");
  }

  /** Messages of a topic in offset order; empty when the topic was not recorded. */
  topic(name: string): RecordedMessage[] {
    const file = `kafka/${name}.jsonl.gz`;
    return existsSync(join(this.folder, file)) ? this.lines<RecordedMessage>(file) : [];
  }

  steps(): Record<string, unknown>[] {
    return this.lines<Record<string, unknown>>("steps.jsonl.gz");
  }

  /** Chapters that end in a checkpoint, in the order of their heights. */
  checkpoints(): { name: string; checkpoint: Checkpoint }[] {
    return readdirSync(join(this.folder, "checkpoints"))
      .map((file) => file.replace(".json.gz", ""))
      .map((name) => ({ name, checkpoint: this.checkpoint(name) }))
      .sort((a, b) => heightOf(a.checkpoint) - heightOf(b.checkpoint));
  }

  checkpoint(name: string): Checkpoint {
    return JSON.parse(this.text(`checkpoints/${name}.json.gz`)) as Checkpoint;
  }

  lcd(): LcdAnswers | undefined {
    if (!existsSync(join(this.folder, "lcd.json.gz"))) return undefined;
    return JSON.parse(this.text("lcd.json.gz")) as LcdAnswers;
  }

  private lines<T>(file: string): T[] {
    return this.text(file)
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as T);
  }

  private text(file: string): string {
    return gunzipSync(readFileSync(join(this.folder, file))).toString("utf8");
  }
}
