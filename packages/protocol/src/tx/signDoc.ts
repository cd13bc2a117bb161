import { SignDoc } from "../gen/packages/cosmosTx.js";

export interface DirectSignInput {
  /** The bytes as received; never re-encoded (wire.md §2.2). */
  readonly bodyBytes: Uint8Array;
  readonly authInfoBytes: Uint8Array;
  readonly chainId: string;
  readonly accountNumber: bigint;
}

/** Bytes that SIGN_MODE_DIRECT signs; account number 0 is omitted. */
export function directSignBytes(input: DirectSignInput): Uint8Array {
  return SignDoc.encode(input).finish();
}
