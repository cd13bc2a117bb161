import { AuthInfo, TxBody, TxRaw } from "../gen/packages/cosmosTx.js";
import { findUnknownField } from "../proto/unknownFields.js";
import { checkAdr027 } from "./adr027.js";

export interface DecodedTx {
  readonly raw: TxRaw;
  readonly body: TxBody;
  readonly authInfo: AuthInfo;
}

export type DecodeTxResult =
  | { readonly ok: true; readonly tx: DecodedTx }
  /** `log` as the chain prints it, without the closing `: tx parse error` (sdk code 2). */
  | { readonly ok: false; readonly log: string };

/**
 * Decodes an envelope under the chain's rules (wire.md §2.2): TxRaw per ADR-027, no unknown fields
 * in TxRaw and AuthInfo, only non-critical ones in TxBody and below it.
 */
export function decodeTx(bytes: Uint8Array): DecodeTxResult {
  const malformed =
    checkAdr027(bytes) ?? findUnknownField("cosmos.tx.v1beta1.TxRaw", bytes, { strict: true });
  if (malformed !== undefined) return { ok: false, log: malformed };
  try {
    const raw = TxRaw.decode(bytes);
    const unknown =
      findUnknownField("cosmos.tx.v1beta1.TxBody", raw.bodyBytes, { strict: false }) ??
      findUnknownField("cosmos.tx.v1beta1.AuthInfo", raw.authInfoBytes, { strict: true });
    if (unknown !== undefined) return { ok: false, log: unknown };
    const body = TxBody.decode(raw.bodyBytes);
    const authInfo = AuthInfo.decode(raw.authInfoBytes);
    return { ok: true, tx: { raw, body, authInfo } };
  } catch (error) {
    return { ok: false, log: error instanceof Error ? error.message : String(error) };
  }
}
