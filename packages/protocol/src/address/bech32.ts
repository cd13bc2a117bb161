import { bech32 as codec } from "@scure/base";

/** Cosmos accepts addresses up to this length, far beyond BIP-173's 90. */
const MAX_LENGTH = 1023;

export interface Bech32Address {
  readonly prefix: string;
  readonly bytes: Uint8Array;
}

export function bech32Encode(prefix: string, bytes: Uint8Array): string {
  return codec.encode(prefix, codec.toWords(bytes), MAX_LENGTH);
}

/** Throws on malformed text. */
export function bech32Decode(text: string): Bech32Address {
  const { prefix, words } = codec.decode(text as `${string}1${string}`, MAX_LENGTH);
  return { prefix, bytes: codec.fromWords(words) };
}

/** Whether `text` is an address of 1 to 255 bytes with this prefix, as the Cosmos SDK checks it. */
export function isBech32Address(text: string, prefix: string): boolean {
  try {
    const address = bech32Decode(text);
    return address.prefix === prefix && address.bytes.length > 0 && address.bytes.length <= 255;
  } catch {
    return false; // Malformed text is the answer, not a fault.
  }
}

/** The same address under another prefix (account, operator, consensus). */
export function bech32Convert(text: string, prefix: string): string {
  return bech32Encode(prefix, bech32Decode(text).bytes);
}

export const bech32 = {
  encode: bech32Encode,
  decode: bech32Decode,
  isValid: isBech32Address,
  convert: bech32Convert,
} as const;
