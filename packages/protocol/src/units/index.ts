/**
 * Exact conversions between the integers of the protocol and human decimals, and integer division
 * with named rounding. No floating point.
 */
export * from "./decimal.js";
export * from "./integerDivision.js";
export * from "./market.js";
export * from "./ppm.js";
