import { abs, type Dec, dec, div, max, mul, roundTo, sub, ZERO } from "../decimal/dec";
import { parseInput } from "../decimal/format";
import type { OrderDraft, Preview, PreviewContext } from "./preview";

/** Why an order cannot or should not be sent, and the value that would mend it (T16). */
export type Problem =
  | { kind: "sizeMissing" }
  | { kind: "sizeInvalid" }
  | { kind: "sizeZero" }
  | { kind: "offStep"; fixSize: Dec }
  | { kind: "priceMissing" }
  | { kind: "priceInvalid" }
  | { kind: "priceZero" }
  | { kind: "offTick"; fixPrice: Dec }
  | { kind: "belowStep"; fixSize: Dec }
  | { kind: "tooLarge"; fixSize: Dec }
  | { kind: "noCollateral" }
  | { kind: "thinBook"; fixSize: Dec }
  | { kind: "emptyBook" }
  | { kind: "wouldCross"; fixPrice: Dec }
  | { kind: "reduceNothing" }
  | { kind: "reduceClipped"; fixSize: Dec }
  | { kind: "equityTier" }
  | { kind: "farFromOracle"; distance: Dec }
  | { kind: "marketClosed" }
  | { kind: "staleBook"; ageSeconds: number };

const NOTES: readonly Problem["kind"][] = ["reduceClipped", "farFromOracle", "offStep", "offTick"];
/** Notes inform, everything else stops the order. */
export const isBlocking = (problem: Problem): boolean => !NOTES.includes(problem.kind);

const FAR_FROM_ORACLE = dec("0.05");
/** Below 20 USD an account may not keep orders open (genesis.md §6, equity tiers). */
const MIN_EQUITY_FOR_RESTING = dec(20);
/** Market and IOC orders are refused on a book older than this (web.md §3.4). */
const STALE_BOOK_SECONDS = 15;

/** What stands in a field: nothing, something that is no number, or a number. */
export type Typed = { kind: "empty" } | { kind: "notANumber" } | { kind: "number"; value: Dec };

export function readTyped(text: string): Typed {
  if (text.trim() === "") return { kind: "empty" };
  const value = parseInput(text);
  return value === null ? { kind: "notANumber" } : { kind: "number", value };
}

export interface ProblemInput {
  draft: OrderDraft;
  preview: Preview;
  context: PreviewContext;
  maxSize: Dec;
  typed: { size: Typed; price: Typed };
  /** The typed size counts the base asset itself, so its step can be named. */
  sizeInBase: boolean;
  bookAgeSeconds: number | null;
  bestBid: Dec | null;
  bestAsk: Dec | null;
}

export function findProblems(input: ProblemInput): Problem[] {
  const { draft, context } = input;
  const problems: Problem[] = [];
  if (context.market.status !== "ACTIVE") problems.push({ kind: "marketClosed" });
  if (draft.type === "limit") problems.push(...typedPriceProblems(input));
  problems.push(...typedSizeProblems(input));
  if (problems.some(isBlocking)) return problems;
  return [
    ...problems,
    ...reduceOnlyProblems(input),
    ...priceProblems(input),
    ...bookProblems(input),
    ...marginProblems(input),
  ];
}

function typedPriceProblems({ typed: { price }, draft }: ProblemInput): Problem[] {
  if (price.kind === "empty") return [{ kind: "priceMissing" }];
  if (price.kind === "notANumber") return [{ kind: "priceInvalid" }];
  if (price.value <= ZERO) return [{ kind: "priceZero" }];
  if (draft.price <= ZERO) return [{ kind: "priceZero" }];
  return price.value === draft.price ? [] : [{ kind: "offTick", fixPrice: draft.price }];
}

function typedSizeProblems({
  typed: { size },
  draft,
  context,
  sizeInBase,
}: ProblemInput): Problem[] {
  if (size.kind === "empty") return [{ kind: "sizeMissing" }];
  if (size.kind === "notANumber") return [{ kind: "sizeInvalid" }];
  if (size.value <= ZERO) return [{ kind: "sizeZero" }];
  const { step } = context.market;
  if (draft.size < step) return [{ kind: "belowStep", fixSize: step }];
  if (!sizeInBase || size.value === draft.size) return [];
  return [{ kind: "offStep", fixSize: draft.size }];
}

function reduceOnlyProblems({ draft, preview }: ProblemInput): Problem[] {
  if (!draft.reduceOnly) return [];
  const clipped = preview.takes + preview.rests + preview.missing;
  if (clipped === 0n) return [{ kind: "reduceNothing" }];
  return clipped < draft.size ? [{ kind: "reduceClipped", fixSize: clipped as Dec }] : [];
}

function priceProblems(input: ProblemInput): Problem[] {
  const { draft, context, preview } = input;
  const problems: Problem[] = [];
  const best = draft.side === "BUY" ? input.bestAsk : input.bestBid;
  if (draft.type === "limit" && draft.postOnly && preview.takes > ZERO && best !== null) {
    const tick = context.market.tick;
    const back = draft.side === "BUY" ? sub(best, tick) : ((best + tick) as Dec);
    problems.push({ kind: "wouldCross", fixPrice: max(back, tick) });
  }
  const { oracle } = context.market;
  if (draft.type === "limit" && oracle) {
    const distance = div(sub(draft.price, oracle), oracle);
    const wrongWay =
      draft.side === "BUY" ? distance > FAR_FROM_ORACLE : -distance > FAR_FROM_ORACLE;
    if (wrongWay) problems.push({ kind: "farFromOracle", distance: abs(distance) });
  }
  return problems;
}

function bookProblems({ draft, preview, context, bookAgeSeconds }: ProblemInput): Problem[] {
  const takesNow = draft.type === "market" || draft.immediate;
  if (!takesNow) return [];
  if (bookAgeSeconds !== null && bookAgeSeconds > STALE_BOOK_SECONDS && !draft.reduceOnly) {
    return [{ kind: "staleBook", ageSeconds: Math.round(bookAgeSeconds) }];
  }
  if (preview.missing <= ZERO || draft.type !== "market") return [];
  if (context.levels.length === 0) return [{ kind: "emptyBook" }];
  return [{ kind: "thinBook", fixSize: roundTo(preview.takes, context.market.step, "down") }];
}

function marginProblems({ draft, preview, maxSize }: ProblemInput): Problem[] {
  const { before, after } = preview;
  const reduces = abs(after.size) < abs(before.size) && before.size !== ZERO;
  const rests = preview.rests > ZERO;
  if (rests && before.risk.equity < MIN_EQUITY_FOR_RESTING) return [{ kind: "equityTier" }];
  if (after.risk.freeCollateral >= ZERO) return [];
  // An account in deficit may still reduce: the chain only asks that it does not get worse.
  if (
    reduces &&
    mul(after.risk.initialMargin, before.risk.equity) <=
      mul(before.risk.initialMargin, after.risk.equity)
  )
    return [];
  if (maxSize > ZERO && maxSize < draft.size) return [{ kind: "tooLarge", fixSize: maxSize }];
  return [{ kind: "noCollateral" }];
}
