import type { cosmosGov } from "@perpetua/protocol";
import { authorityRejection } from "../auth/index.js";
import { parseCoins } from "../bank/index.js";
import { DEC_ONE, tryParseDec } from "../math/index.js";
import { isRejection, nsOf, type Rejection, reject } from "../state/index.js";
import type { GovKernel } from "./state.js";

const EMPTY = new Uint8Array();

function invalid(text: string): Rejection {
  return reject("undefined", 1, text);
}

function ratio(text: string, name: string, above: bigint): Rejection | undefined {
  const value = tryParseDec(text);
  if (value === undefined) return invalid(`invalid ${name} string: ${text}`);
  if (value < above) return invalid(`${name} must be positive: ${text}`);
  return value > DEC_ONE ? invalid(`${name} too large: ${text}`) : undefined;
}

/** Rules of gov's parameters (SDK Params.ValidateBasic). */
function paramsRejection(p: cosmosGov.Params): Rejection | undefined {
  const deposit = parseCoins(p.minDeposit);
  if (isRejection(deposit) || deposit.length === 0) return invalid("invalid minimum deposit");
  const expedited = parseCoins(p.expeditedMinDeposit);
  if (isRejection(expedited) || expedited.length === 0) {
    return invalid("invalid expedited minimum deposit");
  }
  if (nsOf(p.maxDepositPeriod) <= 0n) return invalid("maximum deposit period must be positive");
  const voting = nsOf(p.votingPeriod);
  const fast = nsOf(p.expeditedVotingPeriod);
  if (voting <= 0n) return invalid("voting period must be positive");
  if (fast <= 0n) return invalid("expedited voting period must be positive");
  if (fast >= voting) {
    return invalid("expedited voting period must be less than the regular voting period");
  }
  const refused =
    ratio(p.quorum, "quorum", 0n) ??
    ratio(p.threshold, "vote threshold", 1n) ??
    ratio(p.expeditedThreshold, "expedited vote threshold", 1n) ??
    ratio(p.vetoThreshold, "veto threshold", 1n) ??
    ratio(p.minInitialDepositRatio, "mininum initial deposit ratio", 0n) ??
    ratio(p.proposalCancelRatio, "burn rate", 0n) ??
    ratio(p.minDepositRatio, "mininum deposit ratio", 0n);
  if (refused !== undefined) return refused;
  const [normal, quick] = [tryParseDec(p.threshold), tryParseDec(p.expeditedThreshold)];
  return (normal ?? 0n) >= (quick ?? 0n)
    ? invalid("expedited vote threshold must be greater than the regular vote threshold")
    : undefined;
}

/** MsgUpdateParams of gov. */
export function updateParams(k: GovKernel, m: cosmosGov.MsgUpdateParams): Rejection | Uint8Array {
  const refused = authorityRejection(m.authority);
  if (refused !== undefined) return refused;
  if (m.params === undefined) return invalid("params are missing");
  const bad = paramsRejection(m.params);
  if (bad !== undefined) return bad;
  k.gov.params.set(m.params);
  return EMPTY;
}
