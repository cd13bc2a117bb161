import { cosmosGov } from "@perpetua/protocol";
import { blockTimeNs, emit, nsOf, partsOfNs } from "../state/index.js";
import { burnDeposits, refundDeposits } from "./deposit.js";
import {
  deleteProposal,
  type GovKernel,
  govParams,
  openProposals,
  recordsOf,
  setProposal,
} from "./state.js";
import { tally } from "./tally.js";

const Status = cosmosGov.ProposalStatus;

/**
 * EndBlock: drops proposals that were never funded, then decides those whose voting period is over,
 * in order of end time and id
 * (app.md part 16, 20). PERF: looks at every proposal that is still open.
 */
export function endBlock(k: GovKernel): void {
  const now = blockTimeNs(k.header);
  const due = (status: number, end: (p: cosmosGov.Proposal) => bigint) =>
    openProposals(k)
      .filter((p) => p.status === status && end(p) <= now)
      .sort((a, b) => (end(a) === end(b) ? Number(a.id - b.id) : end(a) < end(b) ? -1 : 1));
  const unfunded = due(Status.PROPOSAL_STATUS_DEPOSIT_PERIOD, (p) => nsOf(p.depositEndTime));
  for (const proposal of unfunded) drop(k, proposal);
  const ended = due(Status.PROPOSAL_STATUS_VOTING_PERIOD, (p) => nsOf(p.votingEndTime));
  for (const proposal of ended) decide(k, proposal);
}

function drop(k: GovKernel, { id }: cosmosGov.Proposal): void {
  deleteProposal(k, id);
  if (govParams(k).burnProposalDepositPrevote) burnDeposits(k, id);
  else refundDeposits(k, id);
  emit(k, "inactive_proposal", [
    ["proposal_id", `${id}`],
    ["proposal_result", "proposal_dropped"],
  ]);
}

/** What became of a proposal, as its record and its event say it. */
interface Outcome {
  readonly change: Partial<cosmosGov.Proposal>;
  readonly result: string;
  readonly log: string;
}

function decide(k: GovKernel, proposal: cosmosGov.Proposal): void {
  const counted = tally(k, proposal);
  for (const [key] of recordsOf(k.gov.votes, proposal.id)) k.gov.votes.delete(key);
  const converts = proposal.expedited && !counted.passes;
  if (!converts) {
    if (counted.burnDeposits) burnDeposits(k, proposal.id);
    else refundDeposits(k, proposal.id);
  }
  const outcome = counted.passes
    ? execute(k, proposal)
    : converts
      ? convert(k, proposal)
      : rejected();
  setProposal(k, { ...proposal, ...outcome.change, finalTallyResult: counted.result });
  emit(k, "active_proposal", [
    ["proposal_id", `${proposal.id}`],
    ["proposal_result", outcome.result],
    ["proposal_log", outcome.log],
  ]);
}

/** Runs all messages or none. */
function execute(k: GovKernel, proposal: cosmosGov.Proposal): Outcome {
  const mark = k.registry.journal.mark();
  for (const [i, message] of proposal.messages.entries()) {
    const refused = k.executeInternal(message);
    if (refused === undefined) continue;
    k.registry.journal.revert(mark);
    return {
      change: { status: Status.PROPOSAL_STATUS_FAILED, failedReason: refused.log },
      result: "proposal_failed",
      log: `passed, but msg ${i} (${message.typeUrl}) failed on execution: ${refused.log}`,
    };
  }
  return {
    change: { status: Status.PROPOSAL_STATUS_PASSED },
    result: "proposal_passed",
    log: "passed",
  };
}

/** An expedited proposal that fails gets the ordinary voting period, counted from its start. */
function convert(k: GovKernel, proposal: cosmosGov.Proposal): Outcome {
  const end = nsOf(proposal.votingStartTime) + nsOf(govParams(k).votingPeriod);
  return {
    change: { expedited: false, votingEndTime: partsOfNs(end) },
    result: "expedited_proposal_rejected",
    log: "expedited proposal converted to regular",
  };
}

function rejected(): Outcome {
  return {
    change: {
      status: Status.PROPOSAL_STATUS_REJECTED,
      failedReason: "proposal did not get enough votes to pass",
    },
    result: "proposal_rejected",
    log: "rejected",
  };
}
