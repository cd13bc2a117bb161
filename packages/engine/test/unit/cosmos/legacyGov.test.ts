import { cosmosGov, encodeAny, perpetuals } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { GOV_ADDRESS } from "../../../src/auth/index.js";
import { NATIVE_DENOM } from "../../../src/bank/index.js";
import { ALICE, CosmosWorld, eventOf } from "./world.js";

const LEGACY = "/cosmos.gov.v1beta1";
const params = {
  fundingRateClampFactorPpm: 6_000_000,
  premiumVoteClampFactorPpm: 60_000_000,
  minNumVotesPerSample: 7,
};
const coins = (amount: bigint) => [{ denom: NATIVE_DENOM, amount: amount.toString() }];

/** A world with proposal 1 in its deposit period. */
function world(): CosmosWorld {
  const w = new CosmosWorld();
  const message = perpetuals.MsgUpdateParams.fromPartial({ authority: GOV_ADDRESS, params });
  const outcome = w.run("/cosmos.gov.v1.MsgSubmitProposal", {
    messages: [encodeAny("/dydxprotocol.perpetuals.MsgUpdateParams", message)],
    initialDeposit: coins(2_000_000n),
    proposer: ALICE,
    title: "a title",
    summary: "a summary",
  });
  expect(outcome.log).toBe("");
  return w;
}

describe("gov v1beta1: votes and deposits", () => {
  it("a deposit starts the voting period, a vote decides", () => {
    const w = world();
    const { VOTE_OPTION_YES: option } = cosmosGov.VoteOption;
    expect(w.run(`${LEGACY}.MsgVote`, { proposalId: 1n, voter: ALICE, option }).code).toBe(3);
    const funded = w.run(`${LEGACY}.MsgDeposit`, {
      proposalId: 1n,
      depositor: ALICE,
      amount: coins(8_000_000n),
    });
    expect(funded.events.at(-1)).toEqual({
      type: "proposal_deposit",
      attributes: [["voting_period_start", "1"]],
    });
    const voted = w.run(`${LEGACY}.MsgVote`, { proposalId: 1n, voter: ALICE, option });
    expect(eventOf(voted.events, "proposal_vote")).toEqual({
      voter: ALICE,
      option: '[{"option":1,"weight":"1.000000000000000000"}]',
      proposal_id: "1",
    });
    w.block(9);
    w.block();
    expect(w.k.perpetuals.params.get()?.minNumVotesPerSample).toBe(7);
  });

  it("weights of the old form are scaled by 10^18 on the wire", () => {
    const w = world();
    w.run(`${LEGACY}.MsgDeposit`, {
      proposalId: 1n,
      depositor: ALICE,
      amount: coins(8_000_000n),
    });
    const options = [
      { option: 1, weight: "600000000000000000" },
      { option: 3, weight: "400000000000000000" },
    ];
    const voted = w.run(`${LEGACY}.MsgVoteWeighted`, { proposalId: 1n, voter: ALICE, options });
    expect(eventOf(voted.events, "proposal_vote")?.option).toBe(
      '[{"option":1,"weight":"0.600000000000000000"},{"option":3,"weight":"0.400000000000000000"}]',
    );
  });
});
