/**
 * Risk formulas in BigInt: what users are shown, and the reference that tests compare the engine's
 * fast paths with. Every division names its rounding. No state and no I/O.
 */
export * from "./accountState.js";
export * from "./conversions.js";
export * from "./fees.js";
export * from "./funding.js";
export * from "./liquidation.js";
export * from "./liquidationPrice.js";
export * from "./margin.js";
