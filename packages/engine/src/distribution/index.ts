/**
 * What happens to collected fees: community tax and validators' rewards.
 * Invariant: the fee collector is empty after BeginBlock. Callers: hooks only.
 */
export * from "./distribution.js";
