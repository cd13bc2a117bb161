/**
 * The transaction envelope: keys, sign bytes, building, signing, decoding and verifying. Signatures
 * are always checked over the bytes as received; nothing here re-encodes what a client sent.
 */
export * from "./adr36.js";
export * from "./aminoJson.js";
export * from "./buildTx.js";
export * from "./decodeTx.js";
export * from "./fee.js";
export * from "./keys.js";
export * from "./signature.js";
export * from "./signDoc.js";
