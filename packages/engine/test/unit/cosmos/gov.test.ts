import { cosmosGov, encodeAny, perpetuals } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { GOV_ADDRESS } from "../../../src/auth/index.js";
import { balanceOf, NATIVE_DENOM } from "../../../src/bank/index.js";
import { ALICE, BOB, COIN, CosmosWorld, eventOf, VALIDATOR } from "./world.js";

const Status = cosmosGov.ProposalStatus;
const SUBMIT = "/cosmos.gov.v1.MsgSubmitProposal";
const UPDATE_PARAMS = "/dydxprotocol.perpetuals.MsgUpdateParams";
const MINIMUM = 10_000_000n;
const coins = (amount: bigint, denom = NATIVE_DENOM) => [{ denom, amount: amount.toString() }];

function updateParams(votes: number, authority = GOV_ADDRESS) {
  const params = {
    fundingRateClampFactorPpm: 6_000_000,
    premiumVoteClampFactorPpm: 60_000_000,
    minNumVotesPerSample: votes,
  };
  return encodeAny(UPDATE_PARAMS, perpetuals.MsgUpdateParams.fromPartial({ authority, params }));
}

function proposal(change: object = {}) {
  const messages = [updateParams(7)];
  const text = { title: "a title", summary: "a summary", metadata: "" };
  return { messages, initialDeposit: coins(MINIMUM), proposer: ALICE, ...text, ...change };
}

const vote = (w: CosmosWorld, option: number, voter = ALICE, proposalId = 1n) =>
  w.run("/cosmos.gov.v1.MsgVote", { proposalId, voter, option });

function stored(w: CosmosWorld, proposalId = 1n) {
  const request = cosmosGov.QueryProposalRequest.encode({ proposalId }).finish();
  const answer = w.query("/cosmos.gov.v1.Query/Proposal", request, cosmosGov.QueryProposalResponse);
  return "proposal" in answer ? answer.proposal : undefined;
}

const votesNeeded = (w: CosmosWorld) => w.k.perpetuals.params.get()?.minNumVotesPerSample;

describe("gov: submission", () => {
  it.each<[string, object, number, string]>([
    ["no title", { title: "" }, 18, "sdk"],
    ["no summary", { summary: "" }, 18, "sdk"],
    ["nothing to do and nothing to say", { messages: [] }, 11, "gov"],
    ["metadata with another title", { metadata: '{"title":"x","summary":"a summary"}' }, 18, "sdk"],
    ["long metadata", { metadata: "m".repeat(256) }, 15, "gov"],
    ["metadata with too many bytes", { metadata: "é".repeat(128) }, 15, "gov"],
    ["a title with too many bytes", { title: "名".repeat(86) }, 15, "gov"],
    ["a summary with too many bytes", { summary: "é".repeat(5_101) }, 22, "gov"],
    ["long summary", { summary: "m".repeat(10_201) }, 22, "gov"],
    ["less than a fifth of the deposit", { initialDeposit: coins(MINIMUM / 5n - 1n) }, 16, "gov"],
    ["a negative deposit", { initialDeposit: coins(-5n) }, 10, "sdk"],
    ["a foreign signer", { messages: [updateParams(7, ALICE)] }, 13, "gov"],
    ["an invalid message", { messages: [updateParams(0)] }, 12, "gov"],
    ["more than the proposer has", { initialDeposit: coins(10n ** 40n) }, 5, "sdk"],
  ])("refuses %s", (_name, change, code, codespace) => {
    const outcome = new CosmosWorld().run(SUBMIT, proposal(change));
    expect({ code: outcome.code, codespace: outcome.codespace }).toEqual({ code, codespace });
  });

  it("names signer and rule like the recording (main, 556)", () => {
    const w = new CosmosWorld();
    expect(w.run(SUBMIT, proposal({ messages: [updateParams(7, ALICE)] })).log).toBe(
      `${ALICE}: expected gov account as only signer for proposal message`,
    );
  });

  it("takes only denoms of the minimum deposit", () => {
    const w = new CosmosWorld();
    const both = [
      ...coins(MINIMUM),
      ...coins(5n, "ibc/8E27BA2D5493AF5636760E354E46004562C46AB7EC0CC4C1CA14E9E20E2545B5"),
    ];
    expect(w.run(SUBMIT, proposal({ initialDeposit: both })).code).toBe(23);
  });
});

describe("gov: deposits", () => {
  it("waits for the whole minimum, then votes", () => {
    const w = new CosmosWorld();
    w.run(SUBMIT, proposal({ initialDeposit: coins(MINIMUM / 5n) }));
    expect(stored(w)?.status).toBe(Status.PROPOSAL_STATUS_DEPOSIT_PERIOD);
    expect(vote(w, 1)).toMatchObject({ code: 3, codespace: "gov", log: "1: inactive proposal" });
    const deposit = (amount: bigint) =>
      w.run("/cosmos.gov.v1.MsgDeposit", { proposalId: 1n, depositor: BOB, amount: coins(amount) });
    expect(deposit(MINIMUM / 100n - 1n).code).toBe(16);
    const paid = deposit((MINIMUM * 4n) / 5n);
    expect(paid.code).toBe(0);
    expect(eventOf(paid.events.slice(-1), "proposal_deposit")).toEqual({
      voting_period_start: "1",
    });
    expect(stored(w)?.status).toBe(Status.PROPOSAL_STATUS_VOTING_PERIOD);
  });

  it("drops an unfunded proposal after the deposit period and pays back", () => {
    const w = new CosmosWorld();
    const before = balanceOf(w.k, ALICE, NATIVE_DENOM);
    w.run(SUBMIT, proposal({ initialDeposit: coins(MINIMUM / 2n) }));
    w.block(7);
    w.block(0);
    expect(stored(w)).toBeDefined();
    w.block(1);
    w.block(1);
    expect(stored(w)).toBeUndefined();
    expect(balanceOf(w.k, ALICE, NATIVE_DENOM)).toBe(before);
  });
});

describe("gov: votes", () => {
  it("checks options and weights", () => {
    const w = new CosmosWorld();
    w.run(SUBMIT, proposal());
    expect(vote(w, 0).code).toBe(7);
    expect(vote(w, 5).code).toBe(7);
    expect(vote(w, 1, ALICE, 9n).code).toBe(3);
    const weighted = (...pairs: [number, string][]) =>
      w.run("/cosmos.gov.v1.MsgVoteWeighted", {
        proposalId: 1n,
        voter: ALICE,
        options: pairs.map(([option, weight]) => ({ option, weight })),
      });
    expect(weighted().code).toBe(18);
    expect(weighted([1, "0.5"]).log).toContain("lower than 1.00");
    expect(weighted([1, "0.7"], [3, "0.7"]).log).toContain("overflow 1.00");
    expect(weighted([1, "0.5"], [1, "0.5"]).log).toContain("duplicated");
    expect(weighted([1, "0"], [3, "1"]).code).toBe(7);
    expect(weighted([1, "0.6"], [3, "0.4"]).code).toBe(0);
  });
});

describe("gov: decision", () => {
  /** Runs a proposal to its end and returns the decision's event. */
  function decide(w: CosmosWorld, change: object, votes: (w: CosmosWorld) => void) {
    w.run(SUBMIT, proposal(change));
    votes(w);
    w.block(7);
    expect(stored(w)?.status, "too early").toBe(Status.PROPOSAL_STATUS_VOTING_PERIOD);
    w.block(1);
    w.block(0);
    return eventOf(w.blockEvents, "active_proposal");
  }

  it("passes, runs its messages and pays back, in the first block at the end time", () => {
    const w = new CosmosWorld();
    const before = balanceOf(w.k, ALICE, NATIVE_DENOM);
    const event = decide(w, {}, () => expect(vote(w, 1).code).toBe(0));
    expect(event).toEqual({
      proposal_id: "1",
      proposal_result: "proposal_passed",
      proposal_log: "passed",
    });
    expect(votesNeeded(w)).toBe(7);
    expect(balanceOf(w.k, ALICE, NATIVE_DENOM)).toBe(before);
    expect(stored(w)?.finalTallyResult?.yesCount).toBe((500_000n * COIN).toString());
  });

  it("fails as a whole when one message fails", () => {
    const w = new CosmosWorld();
    const unknown = encodeAny(
      "/dydxprotocol.perpetuals.MsgUpdatePerpetualParams",
      perpetuals.MsgUpdatePerpetualParams.fromPartial({
        authority: GOV_ADDRESS,
        perpetualParams: { id: 4242, ticker: "X-USD", liquidityTier: 1, marketType: 1 },
      }),
    );
    const event = decide(w, { messages: [updateParams(7), unknown] }, () => vote(w, 1));
    expect(event?.proposal_result).toBe("proposal_failed");
    expect(event?.proposal_log).toMatch(/^passed, but msg 1 \(.*\) failed on execution: /);
    expect(votesNeeded(w), "the first message is taken back").toBe(15);
    expect(stored(w)?.status).toBe(Status.PROPOSAL_STATUS_FAILED);
    expect(event?.proposal_log).toContain(`execution: ${stored(w)?.failedReason}`);
  });

  it.each<[string, number[], string]>([
    ["nobody votes (quorum)", [], "proposal_rejected"],
    ["all abstain", [2], "proposal_rejected"],
    ["no", [3], "proposal_rejected"],
    ["no with veto", [4], "proposal_rejected"],
  ])("is rejected when %s", (_name, options, result) => {
    const w = new CosmosWorld();
    const before = balanceOf(w.k, ALICE, NATIVE_DENOM);
    const event = decide(w, {}, () => {
      for (const option of options) vote(w, option);
    });
    expect(event?.proposal_result).toBe(result);
    expect(votesNeeded(w)).toBe(15);
    const burnt = options[0] === 4 ? MINIMUM : 0n;
    expect(before - balanceOf(w.k, ALICE, NATIVE_DENOM), "only a veto burns").toBe(burnt);
  });

  it("counts delegators for themselves and validators for the silent ones", () => {
    const w = new CosmosWorld();
    const delegate = { delegatorAddress: BOB, validatorAddress: VALIDATOR };
    const amount = { denom: NATIVE_DENOM, amount: (500_000n * COIN).toString() };
    expect(w.run("/cosmos.staking.v1beta1.MsgDelegate", { ...delegate, amount }).code).toBe(0);
    decide(w, {}, () => {
      vote(w, 1);
      vote(w, 3, BOB);
    });
    const result = stored(w)?.finalTallyResult;
    expect(result?.yesCount).toBe((500_000n * COIN).toString());
    expect(result?.noCount).toBe((500_000n * COIN).toString());
    expect(stored(w)?.status, "exactly half is not more than half").toBe(
      Status.PROPOSAL_STATUS_REJECTED,
    );
  });

  it("turns a failed expedited proposal into an ordinary one", () => {
    const w = new CosmosWorld();
    w.run(SUBMIT, proposal({ expedited: true, initialDeposit: coins(50_000_000n) }));
    w.block(5);
    w.block(0);
    expect(eventOf(w.blockEvents, "active_proposal")).toMatchObject({
      proposal_result: "expedited_proposal_rejected",
      proposal_log: "expedited proposal converted to regular",
    });
    expect(stored(w)).toMatchObject({
      expedited: false,
      status: Status.PROPOSAL_STATUS_VOTING_PERIOD,
    });
    vote(w, 1);
    w.block(3);
    w.block(0);
    expect(stored(w)?.status).toBe(Status.PROPOSAL_STATUS_PASSED);
  });
});
