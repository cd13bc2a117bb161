/**
 * Checked integers and roundings. Owns no state; every module may call it. Rounding is in each
 * function's name.
 */
export * from "./assert.js";
export * from "./decimal.js";
export * from "./integers.js";
export * from "./safeIntegers.js";
