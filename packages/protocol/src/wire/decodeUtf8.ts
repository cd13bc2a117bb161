/**
 * UTF-8 to text; malformed sequences become U+FFFD. PERF: Node's Buffer decodes short ranges
 * several times faster than TextDecoder; a browser takes the second branch.
 */
type Slice = (this: Uint8Array, start: number, end: number) => string;

const ASCII_LIMIT = 64;
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const nodeSlice: Slice | undefined =
  typeof Buffer === "undefined" ? undefined : (Buffer.prototype as { utf8Slice?: Slice }).utf8Slice;

export const decodeUtf8: (bytes: Uint8Array, start: number, end: number) => string =
  nodeSlice === undefined
    ? decodePortable
    : (bytes, start, end) => (start === end ? "" : nodeSlice.call(bytes, start, end));

/** Exported for its test only. */
export function decodePortable(bytes: Uint8Array, start: number, end: number): string {
  const part = bytes.subarray(start, end);
  if (part.length > ASCII_LIMIT || part.some((byte) => byte > 0x7f)) return decoder.decode(part);
  return String.fromCharCode.apply(null, part as unknown as number[]);
}
