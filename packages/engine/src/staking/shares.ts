import { decFromInt, decQuo, decQuoTruncate, decRound, decTruncate } from "../math/index.js";
import { delegationsOf, getValidator, type StakingKernel, type Validator } from "./state.js";

/** Tokens (decimal) that shares are worth. ROUNDING: half to even. */
export function tokensFromShares(v: Validator, shares: bigint): bigint {
  return decQuo(shares * v.tokens, v.delegatorShares);
}

/** ROUNDING: towards zero. */
export function tokensFromSharesTruncated(v: Validator, shares: bigint): bigint {
  return decQuoTruncate(shares * v.tokens, v.delegatorShares);
}

/**
 * Shares that tokens buy; undefined when the validator has shares but no tokens left. ROUNDING:
 * towards zero.
 */
export function sharesFromTokens(v: Validator, tokens: bigint): bigint | undefined {
  if (v.delegatorShares === 0n) return decFromInt(tokens);
  if (v.tokens === 0n) return undefined;
  return (v.delegatorShares * tokens) / v.tokens;
}

/** Whether a validator lost everything, so that shares have no price. */
export function hasInvalidRate(v: Validator): boolean {
  return v.tokens === 0n && v.delegatorShares > 0n;
}

/**
 * The validator after shares left, and the tokens they were worth. The last shares take all tokens.
 * ROUNDING: towards zero.
 */
export function removeShares(v: Validator, shares: bigint): [Validator, bigint] {
  const delegatorShares = v.delegatorShares - shares;
  const tokens = delegatorShares === 0n ? v.tokens : decTruncate(tokensFromShares(v, shares));
  return [{ ...v, delegatorShares, tokens: v.tokens - tokens }, tokens];
}

/**
 * Tokens that an account delegates, over all validators. ROUNDING: each delegation half to even
 * (risk.md §6.6).
 */
export function delegatedTokens(k: StakingKernel, delegator: string): bigint {
  let total = 0n;
  for (const { validator, shares } of delegationsOf(k, delegator)) {
    const v = getValidator(k, validator);
    if (v !== undefined) total += decRound(tokensFromShares(v, shares));
  }
  return total;
}
