import type { perpetuals as wire } from "@perpetua/protocol";
import { abs, assert, clamp } from "../math/index.js";
import type { Rejection } from "../state/index.js";
import { perpetualsRejection } from "./errors.js";
import { idKey } from "./keys.js";
import { maxAbsFundingPpm } from "./margin.js";
import {
  allPerpetuals,
  getParams,
  getPerpetual,
  liquidityTierOf,
  type Perpetual,
  type PerpetualsKernel,
  type PremiumStore,
} from "./state.js";

const MAX_INT32 = 0x7fff_ffffn;

/** The largest premium vote of a perpetual, in ppm (risk.md §3.5). */
export function maxAbsPremiumVotePpm(k: PerpetualsKernel, perpetual: Perpetual): bigint {
  const factor = getParams(k).premiumVoteClampFactorPpm;
  const bound = maxAbsFundingPpm(factor, liquidityTierOf(k, perpetual));
  assert(
    bound <= MAX_INT32,
    `premium vote bound of perpetual ${perpetual.params.id} exceeds int32`,
  );
  return bound;
}

/** Stateless rule of MsgAddPremiumVotes: ids strictly ascend (risk.md §3.5). */
export function validatePremiumVotes(msg: wire.MsgAddPremiumVotes): Rejection | undefined {
  for (let i = 1; i < msg.votes.length; i++) {
    const previous = (msg.votes[i - 1] as wire.FundingPremium).perpetualId;
    const current = (msg.votes[i] as wire.FundingPremium).perpetualId;
    if (current <= previous) {
      return perpetualsRejection(9, "premium votes must be sorted by perpetual id and unique");
    }
  }
  return undefined;
}

/**
 * Applies a round of votes (risk.md §3.5). `isActive` tells whether the clob pair of a perpetual is
 * ACTIVE, which only the clob knows. The round counts even when the list is empty.
 */
export function addPremiumVotes(
  k: PerpetualsKernel,
  msg: wire.MsgAddPremiumVotes,
  isActive: (perpetualId: number) => boolean,
): Rejection | undefined {
  for (const { perpetualId, premiumPpm } of msg.votes) {
    const perpetual = getPerpetual(k, perpetualId);
    if (perpetual === undefined) return perpetualsRejection(1, String(perpetualId));
    if (!isActive(perpetualId)) return perpetualsRejection(18, `perpetual id ${perpetualId}`);
    if (abs(BigInt(premiumPpm)) > maxAbsPremiumVotePpm(k, perpetual)) {
      return perpetualsRejection(10, `perpetual id ${perpetualId}, premium ppm ${premiumPpm}`);
    }
  }
  const round = msg.votes.filter((v) => v.premiumPpm !== 0);
  addRound(
    k.perpetuals.votes,
    round.map((v) => [v.perpetualId, v.premiumPpm]),
  );
  return undefined;
}

/**
 * The votes a proposer sends: for each perpetual the premium that `premiumOf` computes from the
 * book (undefined when there is none), clamped; zeros are left out (risk.md §3.5).
 */
export function premiumVotesToPropose(
  k: PerpetualsKernel,
  premiumOf: (perpetual: Perpetual) => bigint | undefined,
): wire.FundingPremium[] {
  const votes: wire.FundingPremium[] = [];
  for (const perpetual of allPerpetuals(k)) {
    const premium = premiumOf(perpetual);
    if (premium === undefined || premium === 0n) continue;
    const bound = maxAbsPremiumVotePpm(k, perpetual);
    const premiumPpm = Number(clamp(premium, -bound, bound));
    if (premiumPpm !== 0) votes.push({ perpetualId: perpetual.params.id, premiumPpm });
  }
  return votes;
}

/** Appends one round of non-zero premiums. */
export function addRound(store: PremiumStore, round: readonly (readonly [number, number])[]): void {
  for (const [id, ppm] of round) {
    const key = idKey(id);
    store.premiums.set(key, [...(store.premiums.get(key) ?? []), ppm]);
  }
  store.rounds.set((store.rounds.get() ?? 0) + 1);
}

export function resetPremiums(store: PremiumStore): void {
  for (const key of [...store.premiums.sortedKeys()]) store.premiums.delete(key);
  store.rounds.set(0);
}

/** The premiums recorded for a perpetual, without the zeros. */
export function premiumsOf(store: PremiumStore, perpetualId: number): readonly number[] {
  return store.premiums.get(idKey(perpetualId)) ?? [];
}

export function roundsOf(store: PremiumStore): number {
  return store.rounds.get() ?? 0;
}
