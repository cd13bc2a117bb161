/** Addresses: bech32 text, and the bytes that public keys and module names stand for. */
export * from "./accountAddress.js";
export * from "./bech32.js";
