import { cosmosGov } from "@perpetua/protocol";
import { GOV_ADDRESS } from "../auth/index.js";
import {
  addCoins,
  burnCoins,
  type Coin,
  coinsText,
  coversCoins,
  sendCoinList,
  storedCoins,
  wireCoin,
} from "../bank/index.js";
import { assert, decFromInt, decMul, decRound, decTruncate, parseDec } from "../math/index.js";
import { blockTimeNs, emit, nsOf, partsOfNs, type Rejection } from "../state/index.js";
import { govRejection, missingProposal } from "./errors.js";
import {
  byAddressKey,
  type GovKernel,
  getProposal,
  govParams,
  recordsOf,
  setProposal,
} from "./state.js";

/** What a proposal needs to be voted on. */
export function minimumDeposit(k: GovKernel, expedited: boolean): Coin[] {
  const { minDeposit, expeditedMinDeposit } = govParams(k);
  return storedCoins(expedited ? expeditedMinDeposit : minDeposit);
}

/** The proposer must bring a share of the minimum. ROUNDING: half to even. */
export function initialDepositRejection(
  k: GovKernel,
  deposit: readonly Coin[],
  expedited: boolean,
): Rejection | undefined {
  const ratio = parseDec(govParams(k).minInitialDepositRatio);
  if (ratio === 0n) return undefined;
  const needed = minimumDeposit(k, expedited).map(({ denom, amount }) => ({
    denom,
    amount: decRound(decMul(decFromInt(amount), ratio)),
  }));
  if (coversCoins(deposit, needed)) return undefined;
  return govRejection(16, `was (${coinsText(deposit)}), need (${coinsText(needed)})`);
}

/** Only denoms of the minimum deposit are taken. */
export function depositDenomRejection(
  k: GovKernel,
  deposit: readonly Coin[],
): Rejection | undefined {
  const accepted = govParams(k).minDeposit.map((c) => c.denom);
  if (deposit.every((c) => accepted.includes(c.denom))) return undefined;
  const text = `deposited ${coinsText(deposit)}, but gov accepts only the following denom(s): [${accepted.join(" ")}]`;
  return govRejection(23, text);
}

/** One denom must reach the smallest deposit. ROUNDING: towards zero. */
function tooSmall(
  k: GovKernel,
  deposit: readonly Coin[],
  minimum: readonly Coin[],
): Rejection | undefined {
  const ratio = parseDec(govParams(k).minDepositRatio);
  if (ratio === 0n) return undefined;
  const thresholds = minimum.map(({ denom, amount }) => ({
    denom,
    amount: decTruncate(decMul(decFromInt(amount), ratio)),
  }));
  if (thresholds.some((t) => coversCoins(deposit, [t]) && deposit.some((d) => d.denom === t.denom)))
    return undefined;
  const text = `received ${coinsText(deposit)} but need at least one of the following: ${coinsText(thresholds)}`;
  return govRejection(16, text);
}

/** Takes a deposit; returns whether it started the voting period. */
export function addDeposit(
  k: GovKernel,
  id: bigint,
  depositor: string,
  amount: readonly Coin[],
): Rejection | { votingStarted: boolean } {
  const proposal = getProposal(k, id);
  if (proposal === undefined) return missingProposal(id);
  const { PROPOSAL_STATUS_DEPOSIT_PERIOD: waiting, PROPOSAL_STATUS_VOTING_PERIOD: voting } =
    cosmosGov.ProposalStatus;
  if (proposal.status !== waiting && proposal.status !== voting) return govRejection(3, `${id}`);
  const minimum = minimumDeposit(k, proposal.expedited);
  const refused = depositDenomRejection(k, amount) ?? tooSmall(k, amount, minimum);
  if (refused !== undefined) return refused;
  const unpaid = sendCoinList(k, depositor, GOV_ADDRESS, amount);
  if (unpaid !== undefined) return unpaid;
  const total = addCoins(storedCoins(proposal.totalDeposit), amount);
  const votingStarted = proposal.status === waiting && coversCoins(total, minimum);
  const funded = { ...proposal, totalDeposit: total.map(wireCoin) };
  setProposal(k, votingStarted ? activated(k, funded) : funded);
  const key = byAddressKey(id, depositor);
  const before = storedCoins(k.gov.deposits.get(key)?.amount ?? []);
  const sum = addCoins(before, amount).map(wireCoin);
  k.gov.deposits.set(key, { proposalId: id, depositor, amount: sum });
  emit(k, "proposal_deposit", [
    ["amount", coinsText(amount)],
    ["proposal_id", `${id}`],
  ]);
  return { votingStarted };
}

/** The voting period begins now. */
function activated(k: GovKernel, proposal: cosmosGov.Proposal): cosmosGov.Proposal {
  const { votingPeriod, expeditedVotingPeriod } = govParams(k);
  const now = blockTimeNs(k.header);
  const length = nsOf(proposal.expedited ? expeditedVotingPeriod : votingPeriod);
  return {
    ...proposal,
    status: cosmosGov.ProposalStatus.PROPOSAL_STATUS_VOTING_PERIOD,
    votingStartTime: partsOfNs(now),
    votingEndTime: partsOfNs(now + length),
  };
}

/** Gives all deposits of a proposal back. */
export function refundDeposits(k: GovKernel, id: bigint): void {
  for (const [key, deposit] of recordsOf(k.gov.deposits, id)) {
    const refused = sendCoinList(k, GOV_ADDRESS, deposit.depositor, storedCoins(deposit.amount));
    assert(refused === undefined, `gov account: ${refused?.log}`);
    k.gov.deposits.delete(key);
  }
}

/** Destroys all deposits of a proposal. */
export function burnDeposits(k: GovKernel, id: bigint): void {
  let total: Coin[] = [];
  for (const [key, deposit] of recordsOf(k.gov.deposits, id)) {
    total = addCoins(total, storedCoins(deposit.amount));
    k.gov.deposits.delete(key);
  }
  for (const { denom, amount } of total) {
    const refused = burnCoins(k, GOV_ADDRESS, denom, amount);
    assert(refused === undefined, `gov account: ${refused?.log}`);
  }
}
