import { mkdirSync, readdirSync } from "node:fs";
import { AppError } from "@perpetua/telemetry";
import { Segment, syncFolder } from "./blockSegment.js";
import { type BlockRecord, decodeRecord, encodeRecord } from "./record.js";

/** Blocks per file. */
export const SEGMENT_BLOCKS = 1_000;
/** Files that stay open beside the newest; older ones open again when read. */
const OPEN_SEGMENTS = 8;

/**
 * The write-ahead log of blocks: append-only files of [length, crc32, payload]. A block exists once
 * `append` resolved (fsync); a torn tail left by a crash is cut off when the log opens.
 * PERF: opening scans only the newest file, so a restart costs the same at any height.
 */
export class BlockLog {
  private readonly segments: Segment[];
  /** Segments with an open file, least recently used first. */
  private readonly open = new Set<Segment>();
  /** Bytes of an unfinished block that opening cut off. */
  readonly cutBytes: number;

  private constructor(private readonly folder: string) {
    const firsts = readdirSync(folder)
      .map((name) => /^blocks-(\d+)\.log$/.exec(name)?.[1])
      .filter((n) => n !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
    this.segments = firsts.map((first) => new Segment(folder, first));
    const newest = this.segments.at(-1);
    let cut = newest?.cutTornTail() ?? 0;
    // A crash right after the file was made leaves it empty: the block before is in the last one.
    if (newest?.count === 0) cut += this.segments.at(-2)?.cutTornTail() ?? 0;
    this.cutBytes = cut;
  }

  static open(folder: string): BlockLog {
    mkdirSync(folder, { recursive: true });
    return new BlockLog(folder);
  }

  /** Height of the newest block; 0 when there is none. */
  get height(): number {
    const last = this.segments.at(-1);
    return last === undefined ? 0 : last.first + last.count - 1;
  }

  /** Height of the oldest block kept. */
  get base(): number {
    return this.segments[0]?.first ?? 0;
  }

  /** Writes a block and waits until the disk has it. Heights follow each other without gaps. */
  async append(record: BlockRecord): Promise<void> {
    if (this.segments.length > 0 && record.height !== this.height + 1) {
      throw new AppError("BLOCK_LOG_GAP", `block ${record.height} after ${this.height}`);
    }
    await this.segmentFor(record.height).append(encodeRecord(record));
  }

  private segmentFor(height: number): Segment {
    const last = this.segments.at(-1);
    if (last !== undefined && last.count < SEGMENT_BLOCKS) return last;
    const segment = new Segment(this.folder, height);
    segment.cutTornTail();
    syncFolder(this.folder);
    this.segments.push(segment);
    return segment;
  }

  /** The block at `height`, or undefined when it is not kept. */
  read(height: number): BlockRecord | undefined {
    if (height > this.height) return undefined;
    const segment = this.segmentOf(height);
    if (segment === undefined) return undefined;
    this.touch(segment);
    const payload = segment.read(height - segment.first);
    if (payload === undefined) {
      throw new AppError("BLOCK_LOG_CORRUPT", `block ${height} in ${this.folder} is damaged`);
    }
    return decodeRecord(payload);
  }

  close(): void {
    for (const segment of this.segments) segment.close();
    this.segments.length = 0;
  }

  /** The last segment that starts at or below `height`. */
  private segmentOf(height: number): Segment | undefined {
    let [low, high] = [0, this.segments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.segments[middle] as Segment).first <= height) low = middle + 1;
      else high = middle;
    }
    return this.segments[low - 1];
  }

  private touch(segment: Segment): void {
    if (segment === this.segments.at(-1)) return;
    this.open.delete(segment);
    this.open.add(segment);
    if (this.open.size <= OPEN_SEGMENTS) return;
    for (const oldest of this.open) {
      oldest.close();
      this.open.delete(oldest);
      break;
    }
  }
}
