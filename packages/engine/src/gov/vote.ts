import { cosmosGov } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import { DEC_ONE, tryParseDec } from "../math/index.js";
import { emit, type Rejection, reject } from "../state/index.js";
import { govRejection } from "./errors.js";
import { byAddressKey, type GovKernel, getProposal } from "./state.js";
import { metadataLengthRejection } from "./submit.js";

const EMPTY = new Uint8Array();
const WHOLE = "1.000000000000000000";

export function castVote(k: GovKernel, m: cosmosGov.MsgVote): Rejection | Uint8Array {
  const address = voterRejection(m.voter);
  if (address !== undefined) return address;
  if (!isOption(m.option)) return govRejection(7, `${m.option}`);
  const options = [{ option: m.option, weight: WHOLE }];
  return addVote(k, m.proposalId, m.voter, options, m.metadata) ?? EMPTY;
}

export function castWeightedVote(
  k: GovKernel,
  m: cosmosGov.MsgVoteWeighted,
): Rejection | Uint8Array {
  const address = voterRejection(m.voter);
  if (address !== undefined) return address;
  const refused = weightsRejection(m.options);
  if (refused !== undefined) return refused;
  return addVote(k, m.proposalId, m.voter, m.options, m.metadata) ?? EMPTY;
}

function voterRejection(voter: string): Rejection | undefined {
  if (isValidAddress(voter)) return undefined;
  return reject("sdk", 7, `invalid voter address: ${voter}: invalid address`);
}

/** 1 yes, 2 abstain, 3 no, 4 no with veto. */
function isOption(option: number): boolean {
  return option >= 1 && option <= 4;
}

/** Weights are positive, name each option once and sum to exactly one. */
function weightsRejection(options: readonly cosmosGov.WeightedVoteOption[]): Rejection | undefined {
  if (options.length === 0) return reject("sdk", 18, "[]: invalid request");
  const seen = new Set<number>();
  let total = 0n;
  for (const { option, weight } of options) {
    const value = tryParseDec(weight);
    const valid = isOption(option) && value !== undefined && value > 0n && value <= DEC_ONE;
    if (!valid) return govRejection(7, optionsText([{ option, weight }]));
    if (seen.has(option)) return govRejection(7, "duplicated vote option");
    seen.add(option);
    total += value;
  }
  if (total > DEC_ONE) return govRejection(7, "total weight overflow 1.00");
  if (total < DEC_ONE) return govRejection(7, "total weight lower than 1.00");
  return undefined;
}

/** The SDK's text: JSON of the options. */
function optionsText(options: readonly cosmosGov.WeightedVoteOption[]): string {
  return JSON.stringify(
    options.map(({ option, weight }) => ({ option: option as number, weight })),
  );
}

function addVote(
  k: GovKernel,
  id: bigint,
  voter: string,
  options: cosmosGov.WeightedVoteOption[],
  metadata: string,
): Rejection | undefined {
  const { PROPOSAL_STATUS_VOTING_PERIOD: voting } = cosmosGov.ProposalStatus;
  if (getProposal(k, id)?.status !== voting) return govRejection(3, `${id}`);
  const tooLong = metadataLengthRejection(metadata);
  if (tooLong !== undefined) return tooLong;
  k.gov.votes.set(byAddressKey(id, voter), { proposalId: id, voter, options, metadata });
  emit(k, "proposal_vote", [
    ["voter", voter],
    ["option", optionsText(options)],
    ["proposal_id", `${id}`],
  ]);
  return undefined;
}
