import type { clob } from "@perpetua/protocol";
import type { Rejection } from "../state/index.js";
import { leverageOf, subaccountIdRejection, updateLeverage } from "../subaccounts/index.js";
import { clobPairOfPerpetual, getClobPair, perpetualIdOf } from "./clobPair.js";
import { clobRejection } from "./errors.js";
import type { ClobKernel } from "./state.js";

const MAX_IMF_PPM = 1_000_000;

/** Stateless rules of MsgUpdateLeverage (clob.md §3.8). */
export function validateUpdateLeverage(message: clob.MsgUpdateLeverage): Rejection | undefined {
  if (message.subaccountId === undefined)
    return clobRejection(11001, "subaccount ID cannot be nil");
  const account = subaccountIdRejection(message.subaccountId);
  if (account !== undefined) return account;
  if (message.clobPairLeverage.length === 0) {
    return clobRejection(11002, "clob pair leverage entries cannot be empty");
  }
  const seen = new Set<number>();
  for (const { clobPairId, customImfPpm } of message.clobPairLeverage) {
    if (customImfPpm < 1 || customImfPpm > MAX_IMF_PPM) {
      return clobRejection(
        11002,
        `custom imf ppm for clob pair ${clobPairId} must be within (0, 1000000]`,
      );
    }
    if (seen.has(clobPairId)) {
      return clobRejection(11002, `duplicate clob pair ID ${clobPairId} in leverage entries`);
    }
    seen.add(clobPairId);
  }
  return undefined;
}

/**
 * Executes MsgUpdateLeverage: pairs become perpetuals, the margin rules are the subaccounts
 * module's.
 */
export function executeUpdateLeverage(
  k: ClobKernel,
  message: clob.MsgUpdateLeverage,
): Rejection | undefined {
  const entries: { perpetualId: number; customImfPpm: number }[] = [];
  for (const { clobPairId, customImfPpm } of message.clobPairLeverage) {
    const pair = getClobPair(k, clobPairId);
    if (pair === undefined) return clobRejection(8, `clob pair ID ${clobPairId} does not exist`);
    entries.push({ perpetualId: perpetualIdOf(pair), customImfPpm });
  }
  return updateLeverage(k, message.subaccountId ?? { owner: "", number: 0 }, entries);
}

/** The stored settings of an account by perpetual id, as clob pairs. */
export function leverageEntries(
  k: ClobKernel,
  owner: string,
  number: number,
): clob.ClobPairLeverageInfo[] {
  return leverageOf(k, { owner, number }).flatMap(({ perpetualId, customImfPpm }) => {
    const pair = clobPairOfPerpetual(k, perpetualId);
    return pair === undefined ? [] : [{ clobPairId: pair.id, customImfPpm }];
  });
}
