import type { cosmosGov } from "@perpetua/protocol";
import { ensureModuleAccount } from "../auth/index.js";
import { NATIVE_DENOM } from "../bank/index.js";
import { type GenesisJson, partsOfNs } from "../state/index.js";
import type { GovKernel } from "./state.js";

const SECOND = 1_000_000_000n;

function coins(json: GenesisJson): { denom: string; amount: string }[] {
  return json.list().map((c) => ({
    denom: c.at("denom").string(NATIVE_DENOM),
    amount: c.at("amount").bigint().toString(),
  }));
}

/** Reads `app_state.gov`; decimals keep the text that the file gives them (genesis.md §12). */
export function initGenesis(k: GovKernel, json: GenesisJson): void {
  const p = json.at("params");
  const params: cosmosGov.Params = {
    minDeposit: coins(p.at("min_deposit")),
    maxDepositPeriod: partsOfNs(p.at("max_deposit_period").durationNs(120n * SECOND)),
    votingPeriod: partsOfNs(p.at("voting_period").durationNs(120n * SECOND)),
    quorum: p.at("quorum").string("0.334000000000000000"),
    threshold: p.at("threshold").string("0.500000000000000000"),
    vetoThreshold: p.at("veto_threshold").string("0.334000000000000000"),
    minInitialDepositRatio: p.at("min_initial_deposit_ratio").string("0.000000000000000000"),
    proposalCancelRatio: p.at("proposal_cancel_ratio").string("0.500000000000000000"),
    proposalCancelDest: p.at("proposal_cancel_dest").string(),
    expeditedVotingPeriod: partsOfNs(p.at("expedited_voting_period").durationNs(60n * SECOND)),
    expeditedThreshold: p.at("expedited_threshold").string("0.667000000000000000"),
    expeditedMinDeposit: coins(p.at("expedited_min_deposit")),
    burnVoteQuorum: p.at("burn_vote_quorum").boolean(),
    burnProposalDepositPrevote: p.at("burn_proposal_deposit_prevote").boolean(),
    burnVoteVeto: p.at("burn_vote_veto").boolean(true),
    minDepositRatio: p.at("min_deposit_ratio").string("0.010000000000000000"),
  };
  k.gov.params.set(params);
  k.gov.constitution.set(json.at("constitution").string());
  k.gov.nextProposalId.set(json.at("starting_proposal_id").bigint(1n));
  ensureModuleAccount(k, "gov");
}
