import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Headers, Topic } from "@perpetua/messaging";

/** One recorded Kafka message (golden/README.md, `kafka/<topic>.jsonl.gz`). */
export interface RecordedMessage {
  readonly offset: number;
  readonly timestampMs: number;
  readonly key: Uint8Array | undefined;
  readonly value: Uint8Array;
  readonly headers: Headers | undefined;
}

/** The network at rest after a chapter. */
export interface Checkpoint {
  readonly name: string;
  readonly height: number;
  readonly offsets: Readonly<Record<string, number>>;
  readonly db: Readonly<Record<string, Record<string, unknown>[]>>;
  readonly redis: Readonly<Record<string, { type: string; value: unknown }>>;
  readonly rest: Readonly<Record<string, { status: number; body: unknown }>>;
}

async function readGzip(path: string): Promise<string> {
  return gunzipSync(await readFile(path)).toString("utf8");
}

/** All messages of a topic, in order of their offsets. */
export async function readTopic(folder: string, topic: Topic): Promise<RecordedMessage[]> {
  const text = await readGzip(join(folder, "kafka", `${topic}.jsonl.gz`));
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const { offset, timestamp, key, value, headers } = JSON.parse(line) as {
        offset: number | string;
        timestamp: number | string;
        key?: string | null;
        value: string;
        headers?: Record<string, string>;
      };
      return {
        offset: Number(offset),
        timestampMs: Number(timestamp),
        key: key === undefined || key === null ? undefined : Buffer.from(key, "base64"),
        value: Buffer.from(value, "base64"),
        headers,
      };
    });
}

/** The checkpoints of a recording by height, up to and including the one named `until`. */
export async function readCheckpoints(folder: string, until?: string): Promise<Checkpoint[]> {
  const files = await readdir(join(folder, "checkpoints"));
  const all = await Promise.all(
    files
      .filter((file) => file.endsWith(".json.gz"))
      .map(async (file): Promise<Checkpoint> => {
        const parsed = JSON.parse(await readGzip(join(folder, "checkpoints", file)));
        const { height, offsets, db, redis, rest } = parsed;
        // The height is the answer of /v4/height: an object with a text.
        const blockHeight = Number(typeof height === "object" ? height.height : height);
        return {
          name: file.replace(".json.gz", ""),
          height: blockHeight,
          offsets,
          db,
          redis,
          rest,
        };
      }),
  );
  all.sort((a, b) => a.height - b.height);
  if (until === undefined) return all;
  const last = all.findIndex(({ name }) => name === until);
  if (last < 0) {
    const names = all.map(({ name }) => name).join(", ");
    throw new Error(`no checkpoint ${until} in ${folder}; there are ${names}`);
  }
  return all.slice(0, last + 1);
}
