import type { Rejection } from "../state/index.js";
import { subaccountsRejection } from "./errors.js";
import type { SubaccountId } from "./state.js";

/** Why an update is made (risk.md §4.2); decides about gating and open interest. */
export enum UpdateType {
  Unspecified = 0,
  Withdrawal = 1,
  Transfer = 2,
  Deposit = 3,
  Match = 4,
  CollatCheck = 5,
}

/** The judgement of one update; the names reach clients (wire.md §4.2). */
export enum UpdateResult {
  Success = 0,
  NewlyUndercollateralized = 1,
  StillUndercollateralized = 2,
  WithdrawalsAndTransfersBlocked = 3,
  UpdateCausedError = 4,
  ViolatesIsolatedSubaccountConstraints = 5,
}

export interface AssetUpdate {
  readonly assetId: number;
  readonly quantumsDelta: bigint;
}

export interface PerpetualUpdate {
  readonly perpetualId: number;
  readonly quantumsDelta: bigint;
  readonly quoteBalanceDelta?: bigint;
}

/** Changes to one account; each asset and perpetual at most once. */
export interface Update {
  readonly subaccountId: SubaccountId;
  readonly assetUpdates: readonly AssetUpdate[];
  readonly perpetualUpdates: readonly PerpetualUpdate[];
}

/** One result per update; `success` when all of them are. */
export interface UpdateResults {
  readonly success: boolean;
  readonly results: readonly UpdateResult[];
}

/** An update of the USDC balance alone. */
export function usdcUpdate(subaccountId: SubaccountId, quantumsDelta: bigint): Update {
  return { subaccountId, assetUpdates: [{ assetId: 0, quantumsDelta }], perpetualUpdates: [] };
}

/**
 * The refusal (102) that names the first failing subaccount, or undefined if all succeeded (risk.md
 * §4.2).
 */
export function failedUpdate(
  updates: readonly Update[],
  results: readonly UpdateResult[],
): Rejection | undefined {
  const i = results.findIndex((r) => r !== UpdateResult.Success);
  const id = updates[i]?.subaccountId;
  if (id === undefined) return undefined;
  const result = UpdateResult[results[i] as UpdateResult];
  const name = `{${id.owner} ${id.number}}`;
  return subaccountsRejection(
    102,
    `Subaccount with id ${name} failed with UpdateResult: ${result}`,
  );
}
