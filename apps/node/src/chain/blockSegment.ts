import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import { AppError } from "@perpetua/telemetry";

const sync = promisify(fdatasync);
const HEADER_BYTES = 8;

/** Makes a new or renamed file's name durable. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** One file of the block log: frames of [length, crc32, payload], opened when first needed. */
export class Segment {
  private readonly path: string;
  private fd: number | undefined;
  /** Byte offset of each frame; built on first use. */
  private offsets: number[] | undefined;
  private size = 0;

  constructor(
    folder: string,
    readonly first: number,
  ) {
    this.path = join(folder, `blocks-${first}.log`);
  }

  /** Number of blocks in the file. */
  get count(): number {
    return this.index().length;
  }

  /**
   * Verifies every frame and cuts off a last one that a crash left incomplete. Returns the bytes
   * cut. A damaged frame that others follow is no crash's doing: cutting there would lose blocks
   * that were announced, so it throws BLOCK_LOG_CORRUPT instead.
   */
  cutTornTail(): number {
    const fd = this.file();
    const length = fstatSync(fd).size;
    this.offsets = [];
    this.size = 0;
    for (;;) {
      const payload = readFrame(fd, this.size, length);
      if (payload === undefined) break;
      this.offsets.push(this.size);
      this.size += HEADER_BYTES + payload.length;
    }
    const cut = length - this.size;
    if (cut === 0) return 0;
    if (endOfFrame(fd, this.size, length) < length) {
      const height = this.first + this.offsets.length;
      const text = `block ${height} in ${this.path} is damaged and ${cut} bytes follow from there`;
      throw new AppError("BLOCK_LOG_CORRUPT", `${text}; restore the file from a backup`);
    }
    ftruncateSync(fd, this.size);
    return cut;
  }

  /** The frame counts once this resolved. */
  async append(payload: Buffer): Promise<void> {
    const offsets = this.index();
    const frame = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
    frame.writeUInt32BE(payload.length, 0);
    frame.writeUInt32BE(crc32(payload), 4);
    payload.copy(frame, HEADER_BYTES);
    const fd = this.file();
    writeAll(fd, frame, this.size);
    await sync(fd);
    offsets.push(this.size);
    this.size += frame.length;
  }

  /** The payload at an index; undefined when it is absent or damaged. */
  read(index: number): Buffer | undefined {
    const offset = this.index()[index];
    return offset === undefined ? undefined : readFrame(this.file(), offset, this.size);
  }

  close(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }

  /** PERF: reads the frames' headers only; payloads are verified when they are read. */
  private index(): number[] {
    if (this.offsets !== undefined) return this.offsets;
    const fd = this.file();
    const end = fstatSync(fd).size;
    const header = Buffer.alloc(HEADER_BYTES);
    this.offsets = [];
    while (this.size + HEADER_BYTES <= end) {
      readSync(fd, header, 0, HEADER_BYTES, this.size);
      const next = this.size + HEADER_BYTES + header.readUInt32BE(0);
      if (next > end) break;
      this.offsets.push(this.size);
      this.size = next;
    }
    return this.offsets;
  }

  private file(): number {
    this.fd ??= openSync(this.path, constants.O_RDWR | constants.O_CREAT, 0o644);
    return this.fd;
  }
}

function writeAll(fd: number, bytes: Buffer, position: number): void {
  let done = 0;
  while (done < bytes.length)
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
}

/**
 * Where the frame at `offset` ends by its header; the file's end when that is beyond or unknown.
 */
function endOfFrame(fd: number, offset: number, end: number): number {
  if (offset + HEADER_BYTES > end) return end;
  const header = Buffer.alloc(HEADER_BYTES);
  readSync(fd, header, 0, HEADER_BYTES, offset);
  const length = header.readUInt32BE(0);
  // A file grown by a write whose data never arrived reads as zeros.
  return length === 0 ? end : Math.min(end, offset + HEADER_BYTES + length);
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
