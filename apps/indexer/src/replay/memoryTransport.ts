import type { Transport } from "../socks/index.js";

/** Takes the place of a client's socket and decodes the frames written to it. */
export class MemoryTransport implements Transport {
  readonly #frames: string[] = [];
  readonly isOpen = true;
  readonly bufferedBytes = 0;
  closed: { code: number; reason: string } | undefined;

  get isEmpty(): boolean {
    return this.#frames.length === 0;
  }

  /** The oldest frame that was not taken yet. */
  take(): string | undefined {
    return this.#frames.shift();
  }

  write(bytes: Buffer): void {
    let offset = 0;
    while (offset < bytes.length) {
      if (bytes[offset] !== 0x81) throw new Error("not a final text frame");
      let length = bytes.readUInt8(offset + 1);
      offset += 2;
      if (length === 126) {
        length = bytes.readUInt16BE(offset);
        offset += 2;
      } else if (length === 127) {
        length = Number(bytes.readBigUInt64BE(offset));
        offset += 8;
      }
      this.#frames.push(bytes.toString("utf8", offset, offset + length));
      offset += length;
    }
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }
}
