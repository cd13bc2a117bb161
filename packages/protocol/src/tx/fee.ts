import { type Decimal, decimalToInteger, parseDecimal } from "../units/decimal.js";

/** Price of one unit of gas by fee denom, in the denom's base units (wire.md §2.2). */
export const USDC_GAS_PRICE = "0.025";
export const NATIVE_GAS_PRICE = "25000000000";

/** Margin on simulated gas that the JavaScript client uses. */
export const DEFAULT_GAS_MULTIPLIER = "1.6";

export interface FeeEstimate {
  readonly gasLimit: bigint;
  readonly amount: bigint;
}

/** ROUNDING: gas down, amount up. Decimals are text so that nothing is lost. */
export function estimateFee(
  gasUsed: bigint,
  gasPrice: string,
  multiplier: string = DEFAULT_GAS_MULTIPLIER,
): FeeEstimate {
  const gasLimit = decimalToInteger(times(gasUsed, parseDecimal(multiplier)), 0, "floor");
  const amount = decimalToInteger(times(gasLimit, parseDecimal(gasPrice)), 0, "ceil");
  return { gasLimit, amount };
}

function times(integer: bigint, decimal: Decimal): Decimal {
  return { coefficient: integer * decimal.coefficient, exponent: decimal.exponent };
}
