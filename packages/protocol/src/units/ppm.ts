import { ONE_MILLION } from "../types/limits.js";
import { ceilDiv, floorDiv, truncDiv } from "./integerDivision.js";

/** ROUNDING: toward negative infinity, so that a negative value grows in magnitude. */
export function mulPpmRoundDown(value: bigint, ppm: bigint | number): bigint {
  return floorDiv(value * BigInt(ppm), ONE_MILLION);
}

/** ROUNDING: toward positive infinity. */
export function mulPpmRoundUp(value: bigint, ppm: bigint | number): bigint {
  return ceilDiv(value * BigInt(ppm), ONE_MILLION);
}

/** ROUNDING: toward zero. */
export function mulPpmTrunc(value: bigint, ppm: bigint | number): bigint {
  return truncDiv(value * BigInt(ppm), ONE_MILLION);
}
