import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { AppError } from "@perpetua/telemetry";
import { type BlockRecord, decodeRecord, encodeRecord } from "./record.js";

const sync = promisify(fdatasync);
const HEADER_BYTES = 8;
/** Blocks per file: a restart scans at most one file behind its snapshot. */
const SEGMENT_BLOCKS = 1_000;

interface Segment {
  readonly first: number;
  readonly fd: number;
  /** Byte offset of each block's header, by index in the segment. */
  readonly offsets: number[];
  size: number;
}

/**
 * The write-ahead log of blocks: append-only segments of [length, crc32, payload]. A block exists once `append` resolved (fsync); a torn tail
 * left by a crash is cut off when the log opens.
 */
export class BlockLog {
  private readonly segments: Segment[] = [];

  private constructor(private readonly folder: string) {}

  static open(folder: string): BlockLog {
    mkdirSync(folder, { recursive: true });
    const log = new BlockLog(folder);
    const firsts = readdirSync(folder)
      .map((name) => /^blocks-(\d+)\.log$/.exec(name)?.[1])
      .filter((n) => n !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
    for (const first of firsts) log.segments.push(log.openSegment(first));
    return log;
  }

  /** Height of the newest block; 0 when there is none. */
  get height(): number {
    const last = this.segments.at(-1);
    return last === undefined ? 0 : last.first + last.offsets.length - 1;
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
    let segment = this.segments.at(-1);
    if (segment === undefined || segment.offsets.length >= SEGMENT_BLOCKS) {
      segment = this.openSegment(record.height);
      this.segments.push(segment);
    }
    const payload = encodeRecord(record);
    const frame = Buffer.alloc(HEADER_BYTES + payload.length);
    frame.writeUInt32BE(payload.length, 0);
    frame.writeUInt32BE(crc32(payload), 4);
    payload.copy(frame, HEADER_BYTES);
    writeAll(segment.fd, frame, segment.size);
    await sync(segment.fd);
    segment.offsets.push(segment.size);
    segment.size += frame.length;
  }

  /** The block at `height`, or undefined when it is not kept. */
  read(height: number): BlockRecord | undefined {
    const segment = this.segments.findLast((s) => s.first <= height);
    const offset = segment?.offsets[height - segment.first];
    if (segment === undefined || offset === undefined) return undefined;
    const payload = readFrame(segment.fd, offset, segment.size);
    if (payload === undefined)
      throw new AppError("BLOCK_LOG_CORRUPT", `block ${height} in ${this.folder} is damaged`);
    return decodeRecord(payload);
  }

  close(): void {
    for (const segment of this.segments) closeSync(segment.fd);
    this.segments.length = 0;
  }

  private openSegment(first: number): Segment {
    const path = join(this.folder, `blocks-${first}.log`);
    const fd = openSync(path, existsSync(path) ? "r+" : "w+");
    const length = fstatSync(fd).size;
    const offsets: number[] = [];
    let at = 0;
    for (;;) {
      const payload = readFrame(fd, at, length);
      if (payload === undefined) break;
      offsets.push(at);
      at += HEADER_BYTES + payload.length;
    }
    if (at < length) ftruncateSync(fd, at);
    return { first, fd, offsets, size: at };
  }
}

function writeAll(fd: number, bytes: Buffer, position: number): void {
  let done = 0;
  while (done < bytes.length)
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

/** The payload at `offset`, or undefined when the frame is incomplete or damaged. */
function readFrame(fd: number, offset: number, end: number): Buffer | undefined {
  if (offset + HEADER_BYTES > end) return undefined;
  const header = Buffer.alloc(HEADER_BYTES);
  readSync(fd, header, 0, HEADER_BYTES, offset);
  const length = header.readUInt32BE(0);
  if (length === 0 || offset + HEADER_BYTES + length > end) return undefined;
  const payload = Buffer.alloc(length);
  readSync(fd, payload, 0, length, offset + HEADER_BYTES);
  return crc32(payload) === header.readUInt32BE(4) ? payload : undefined;
}
