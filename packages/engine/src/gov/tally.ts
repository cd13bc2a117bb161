import { ACCOUNT_PREFIX, bech32Convert, type cosmosGov } from "@perpetua/protocol";
import { decFromInt, decMul, decQuo, decTruncate, parseDec } from "../math/index.js";
import { BondStatus, delegationsOf, type Validator, validators } from "../staking/index.js";
import { type GovKernel, govParams, recordsOf } from "./state.js";

export interface Tally {
  readonly passes: boolean;
  readonly burnDeposits: boolean;
  readonly result: cosmosGov.TallyResult;
}

type Options = readonly cosmosGov.WeightedVoteOption[];

/** Voting power (decimals) by option 1…4, and in total. */
interface Powers {
  readonly byOption: Map<number, bigint>;
  total: bigint;
}

function count(powers: Powers, options: Options, power: bigint): void {
  for (const { option, weight } of options) {
    const share = decMul(power, parseDec(weight));
    powers.byOption.set(option, (powers.byOption.get(option) ?? 0n) + share);
  }
  powers.total += power;
}

function powerOf(v: Validator, shares: bigint): bigint {
  return decQuo(shares * v.tokens, v.delegatorShares);
}

/**
 * Counts votes: everybody for their own bonded stake, validators for the stake of delegators who
 * did not vote.
 */
function countVotes(k: GovKernel, id: bigint): Powers {
  const bonded = new Map<string, Validator>();
  for (const v of validators(k)) {
    if (v.status === BondStatus.Bonded) bonded.set(v.operatorAddress, v);
  }
  const operators = new Map<string, string>();
  for (const operator of bonded.keys()) {
    operators.set(bech32Convert(operator, ACCOUNT_PREFIX), operator);
  }
  const powers: Powers = { byOption: new Map(), total: 0n };
  const validatorVotes = new Map<string, Options>();
  const deducted = new Map<string, bigint>();
  for (const [, { voter, options }] of recordsOf(k.gov.votes, id)) {
    const operator = operators.get(voter);
    if (operator !== undefined) validatorVotes.set(operator, options);
    for (const { validator, shares } of delegationsOf(k, voter)) {
      const v = bonded.get(validator);
      if (v === undefined) continue;
      deducted.set(validator, (deducted.get(validator) ?? 0n) + shares);
      count(powers, options, powerOf(v, shares));
    }
  }
  for (const [operator, options] of validatorVotes) {
    const v = bonded.get(operator);
    if (v === undefined) continue;
    count(powers, options, powerOf(v, v.delegatorShares - (deducted.get(operator) ?? 0n)));
  }
  return powers;
}

/** The outcome if the voting period ended now; reads only. */
export function tally(k: GovKernel, proposal: cosmosGov.Proposal): Tally {
  const powers = countVotes(k, proposal.id);
  const [yes, abstain, no, veto] = [1, 2, 3, 4].map((o) => powers.byOption.get(o) ?? 0n) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const text = (power: bigint) => decTruncate(power).toString();
  const result = {
    yesCount: text(yes),
    abstainCount: text(abstain),
    noCount: text(no),
    noWithVetoCount: text(veto),
  };
  const lost = (burnDeposits: boolean): Tally => ({ passes: false, burnDeposits, result });
  const params = govParams(k);
  const totalBonded = bondedTokens(k);
  if (totalBonded === 0n) return lost(false);
  const participation = decQuo(powers.total, decFromInt(totalBonded));
  if (participation < parseDec(params.quorum)) return lost(params.burnVoteQuorum);
  const decided = powers.total - abstain;
  if (decided === 0n) return lost(false);
  if (decQuo(veto, powers.total) > parseDec(params.vetoThreshold)) return lost(params.burnVoteVeto);
  const threshold = proposal.expedited ? params.expeditedThreshold : params.threshold;
  const passes = decQuo(yes, decided) > parseDec(threshold);
  return { passes, burnDeposits: false, result };
}

function bondedTokens(k: GovKernel): bigint {
  return validators(k)
    .filter((v) => v.status === BondStatus.Bonded)
    .reduce((sum, v) => sum + v.tokens, 0n);
}
