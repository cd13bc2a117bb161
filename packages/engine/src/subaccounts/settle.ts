import { floorDiv, ONE_MILLION } from "../math/index.js";
import { mustPerpetual } from "../perpetuals/index.js";
import { withUsdc } from "./positions.js";
import {
  type PerpetualPosition,
  type Subaccount,
  type SubaccountsKernel,
  usdcBalance,
} from "./state.js";

/** What a position paid when it was settled; positive = paid by the account. */
export interface FundingPayment {
  readonly perpetualId: number;
  readonly quoteQuantums: bigint;
}

export interface Settled {
  readonly subaccount: Subaccount;
  /** Ascending by perpetual id; only positions whose settlement is not zero in ppm. */
  readonly payments: readonly FundingPayment[];
}

const NO_PAYMENTS: readonly FundingPayment[] = [];

/**
 * Brings all positions of an account to the current funding indexes (risk.md §3.8, §4.5). Nothing
 * is written.
 * ROUNDING: one floor on the total of the account; each reported payment is minus the floor of its
 * own part, so that the sum of payments may differ from the balance change.
 */
export function settleFunding(k: SubaccountsKernel, s: Subaccount): Settled {
  if (s.perpetualPositions.length === 0) return { subaccount: s, payments: NO_PAYMENTS };
  let totalPpm = 0n;
  let payments: FundingPayment[] | undefined;
  let positions: PerpetualPosition[] | undefined;
  for (let i = 0; i < s.perpetualPositions.length; i++) {
    const p = s.perpetualPositions[i] as PerpetualPosition;
    const { fundingIndex } = mustPerpetual(k, p.perpetualId);
    if (fundingIndex === p.fundingIndex) continue;
    positions ??= [...s.perpetualPositions];
    positions[i] = { ...p, fundingIndex };
    const settlementPpm = -(fundingIndex - p.fundingIndex) * p.quantums;
    if (settlementPpm === 0n) continue;
    totalPpm += settlementPpm;
    payments ??= [];
    payments.push({
      perpetualId: p.perpetualId,
      quoteQuantums: -floorDiv(settlementPpm, ONE_MILLION),
    });
  }
  const moved = positions === undefined ? s : { ...s, perpetualPositions: positions };
  const usdc = usdcBalance(s) + floorDiv(totalPpm, ONE_MILLION);
  return { subaccount: withUsdc(moved, usdc), payments: payments ?? NO_PAYMENTS };
}
