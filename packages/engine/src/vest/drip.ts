import { moduleAddress } from "../auth/index.js";
import { balanceOf, sendBetweenModules } from "../bank/index.js";
import { previousBlock } from "../blocktime/index.js";
import { max } from "../math/index.js";
import type { VestEntry, VestKernel } from "./state.js";

type Instant = { readonly seconds: number | bigint; readonly nanos: number } | undefined;

/** ROUNDING: towards zero. */
function milliseconds(t: Instant): bigint {
  return t === undefined ? 0n : BigInt(t.seconds) * 1_000n + BigInt(t.nanos) / 1_000_000n;
}

/**
 * Part of `balance` that vests between the previous block and now (risk.md §12); all of it when the
 * end lies in between, nothing once the end has passed. ROUNDING: towards zero.
 */
export function vestedAmount(
  balance: bigint,
  start: bigint,
  end: bigint,
  previous: bigint,
  now: bigint,
): bigint {
  if (now <= start || end <= previous) return 0n;
  const last = max(start, previous);
  const passed = now - last;
  const remaining = end - last;
  return passed < remaining ? (balance * passed) / remaining : balance;
}

/**
 * Vest's BeginBlocker: moves what vested from each vester to its treasury, in key order. A failing
 * transfer is skipped.
 */
export function beginBlock(k: VestKernel): void {
  const previous = milliseconds(previousBlock(k));
  const now = milliseconds(k.header);
  for (const [, entry] of k.vest.entries.entries()) drip(k, entry, previous, now);
}

function drip(k: VestKernel, entry: VestEntry, previous: bigint, now: bigint): void {
  const { vesterAccount, treasuryAccount, denom } = entry;
  const balance = balanceOf(k, moduleAddress(vesterAccount), denom);
  const start = milliseconds(entry.startTime);
  const amount = vestedAmount(balance, start, milliseconds(entry.endTime), previous, now);
  if (amount === 0n) return;
  const mark = k.registry.journal.mark();
  const coins = [{ denom, amount }];
  const refused = sendBetweenModules(k, vesterAccount, treasuryAccount, coins);
  if (refused !== undefined) k.registry.journal.revert(mark);
}
