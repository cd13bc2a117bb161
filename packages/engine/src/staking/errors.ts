import { type Rejection, reject } from "../state/index.js";

/** Texts of the Cosmos staking codespace. */
const TEXTS: Readonly<Record<number, string>> = {
  3: "validator does not exist",
  4: "validator already exist for this operator address; must use new validator operator address",
  5: "validator already exist for this pubkey; must use new validator pubkey",
  7: "validator for this address is currently jailed",
  9: "commission must be positive",
  10: "commission cannot be more than 100%",
  11: "commission cannot be more than the max rate",
  12: "commission cannot be changed more than once in 24h",
  13: "commission change rate must be positive",
  14: "commission change rate cannot be more than the max rate",
  15: "commission cannot be changed more than max change rate",
  16: "validator's self delegation must be greater than their minimum self delegation",
  17: "minimum self delegation cannot be decrease",
  19: "no delegation for (address, validator) tuple",
  21: "delegator does not contain delegation",
  24: "not enough delegation shares",
  27: "too many unbonding delegation entries for (delegator, validator) tuple",
  29: "cannot redelegate to the same validator",
  30: "too few tokens to redelegate (truncates to zero tokens)",
  31: "redelegation destination validator not found",
  32: "redelegation to this validator already in progress; first redelegation to this validator must complete before next redelegation",
  33: "too many redelegation entries for (delegator, src-validator, dst-validator) tuple",
  34: "cannot delegate to validators with invalid (zero) ex-rate",
  40: "commission cannot be less than min rate",
};

export function stakingRejection(code: number, detail = ""): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("staking", code, detail === "" ? text : `${detail}: ${text}`);
}

/** sdk 18. */
export function invalidRequest(detail: string): Rejection {
  return reject("sdk", 18, `${detail}: invalid request`);
}
