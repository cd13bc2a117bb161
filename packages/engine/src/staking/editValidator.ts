import type { cosmosStaking } from "@perpetua/protocol";
import { DEC_ONE, decText, tryParseWireDec } from "../math/index.js";
import { blockTimeNs, emit, type Rejection } from "../state/index.js";
import { descriptionRejection } from "./description.js";
import { invalidRequest, stakingRejection } from "./errors.js";
import {
  type Description,
  getValidator,
  type StakingKernel,
  setValidator,
  stakingParams,
  type Validator,
} from "./state.js";

/** What leaves a member of the description as it is. */
const KEEP = "[do-not-modify]";
const DAY_NS = 86_400n * 1_000_000_000n;

/** MsgEditValidator: description and, at most once a day, the commission rate. */
export function editValidator(
  k: StakingKernel,
  msg: cosmosStaking.MsgEditValidator,
): Rejection | undefined {
  const given = msg.description;
  if (given === undefined || Object.values(given).every((v) => v === "")) {
    return invalidRequest("empty description");
  }
  const validator = getValidator(k, msg.validatorAddress);
  if (validator === undefined) return stakingRejection(3);
  const description = mergeDescription(validator.description, given);
  const tooLong = descriptionRejection(description);
  if (tooLong !== undefined) return tooLong;
  const edited = { ...validator, description };
  const withRate = msg.commissionRate === "" ? edited : changeRate(k, edited, msg.commissionRate);
  if ("codespace" in withRate) return withRate;
  if (msg.minSelfDelegation !== "") {
    const minimum = /^\d+$/.test(msg.minSelfDelegation) ? BigInt(msg.minSelfDelegation) : 0n;
    if (minimum <= 0n) {
      return invalidRequest("minimum self delegation must be a positive integer");
    }
    if (minimum <= validator.minSelfDelegation) return stakingRejection(17);
    if (minimum > validator.tokens) return stakingRejection(16);
    setValidator(k, { ...withRate, minSelfDelegation: minimum });
  } else setValidator(k, withRate);
  emit(k, "edit_validator", [
    ["commission_rate", decText(withRate.commissionRate)],
    [
      "min_self_delegation",
      (getValidator(k, msg.validatorAddress) ?? withRate).minSelfDelegation.toString(),
    ],
  ]);
  return undefined;
}

function mergeDescription(old: Description, given: cosmosStaking.Description): Description {
  const pick = (key: keyof Description) => (given[key] === KEEP ? old[key] : given[key]);
  return {
    moniker: pick("moniker"),
    identity: pick("identity"),
    website: pick("website"),
    securityContact: pick("securityContact"),
    details: pick("details"),
  };
}

function changeRate(k: StakingKernel, v: Validator, text: string): Rejection | Validator {
  const rate = tryParseWireDec(text);
  if (rate === undefined || rate < 0n || rate > DEC_ONE) {
    return invalidRequest("commission rate must be between 0 and 1 (inclusive)");
  }
  const minimum = BigInt(stakingParams(k).minCommissionRate);
  if (rate < minimum) {
    const text = `commission rate cannot be less than the min commission rate ${decText(minimum)}`;
    return invalidRequest(text);
  }
  const now = blockTimeNs(k.header);
  if (now - v.commissionUpdatedNs < DAY_NS) return stakingRejection(12);
  if (rate > v.commissionMaxRate) return stakingRejection(11);
  if (rate - v.commissionRate > v.commissionMaxChangeRate) return stakingRejection(15);
  return { ...v, commissionRate: rate, commissionUpdatedNs: now };
}
