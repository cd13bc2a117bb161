/**
 * Numbers as people read them (web.md §4.4): tick decimals for prices, two for dollars, a true
 * minus sign, a sign on every profit, "—" for what is missing, never an exponent.
 */
import type { Message } from "../i18n/translate";
import { abs, type Dec, decimalsOf, mul, ONE, roundTo, toText, tryDec } from "./dec";

export const MISSING = "—";
const MINUS = "\u2212";
const SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉";

/** Groups the whole part by thousands and replaces the ASCII hyphen by a minus sign. */
export function group(text: string): string {
  const negative = text.startsWith("-");
  const [whole = "0", fraction] = (negative ? text.slice(1) : text).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return `${negative ? MINUS : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** A price with exactly the decimals of its tick; tiny prices as 0.0₄1234. */
export function formatPrice(value: Dec | null, tick: Dec): string {
  if (value === null) return MISSING;
  const text = toText(value, decimalsOf(tick));
  const zeros = /^(-?)0\.(0{4,})(\d+)$/.exec(text);
  if (!zeros) return group(text);
  const [, sign = "", run = "", rest = ""] = zeros;
  return `${sign ? MINUS : ""}0.0${subscript(run.length)}${rest}`;
}

const subscript = (count: number): string =>
  String(count)
    .split("")
    .map((digit) => SUBSCRIPTS[Number(digit)])
    .join("");

/** A size with the decimals of its step. */
export const formatSize = (value: Dec | null, step: Dec): string =>
  value === null ? MISSING : group(toText(value, decimalsOf(step)));

/** A size without the zeros that its step would add: 0.25, not 0.2500 (for sentences). */
export const formatSizeShort = (value: Dec): string => group(toText(value));

export function formatUsd(value: Dec | null): string {
  if (value === null) return MISSING;
  const text = group(toText(abs(value), 2));
  return value < 0n && text !== "0.00" ? `${MINUS}$${text}` : `$${text}`;
}

/** Profit or payment: always signed, zero unsigned. */
export function formatSignedUsd(value: Dec | null): string {
  if (value === null) return MISSING;
  const text = formatUsd(value);
  return value > 0n && text !== "$0.00" ? `+${text}` : text;
}

const COMPACT: [Dec, string][] = [
  [(ONE * 1_000_000_000n) as Dec, "B"],
  [(ONE * 1_000_000n) as Dec, "M"],
];

/** Dollars above a million as $184.20 M. */
export function formatCompactUsd(value: Dec | null): string {
  if (value === null) return MISSING;
  for (const [unit, suffix] of COMPACT) {
    if (abs(value) >= unit) {
      return `${formatUsd(((value * ONE) / unit) as Dec)} ${suffix}`;
    }
  }
  return formatUsd(value);
}

/** A base amount for headers and lists: grouped, at most `digits` decimals. */
export const formatAmount = (value: Dec | null, digits = 2): string =>
  value === null ? MISSING : group(toText(value, digits));

/** A fraction as per cent: 0.0182 → "+1.82 %" when signed. */
export function formatPercent(value: Dec | null, digits = 2, signed = false): string {
  if (value === null) return MISSING;
  const text = toText(mul(value, (ONE * 100n) as Dec), digits);
  const zero = /^-?0(\.0*)?$/.test(text);
  const body = group(zero ? text.replace("-", "") : text);
  return `${signed && !zero && !body.startsWith(MINUS) ? "+" : ""}${body}\u202f%`;
}

/** Leverage: one decimal, two below 1×. */
export const formatLeverage = (value: Dec | null): string =>
  value === null ? MISSING : `${group(toText(value, value < ONE && value > -ONE ? 2 : 1))}×`;

/** Reads what a person typed: spaces and thousands separators are dropped, "," may be the point. */
export function parseInput(text: string): Dec | null {
  const trimmed = text.replace(/[\s\u202f\u00a0]/g, "");
  if (trimmed === "") return null;
  const commas = trimmed.split(",").length - 1;
  const loneComma = commas === 1 && !trimmed.includes(".") && !/,\d{3}$/.test(trimmed);
  return tryDec(loneComma ? trimmed.replace(",", ".") : trimmed.replaceAll(",", ""));
}

/** The value on its tick, grouped, as text for an input field. */
export const toField = (value: Dec, step: Dec): string =>
  group(toText(roundTo(value, step, "nearest"), decimalsOf(step)));

/** A duration as people say it, in words of the dictionary: 27 d, 3 h, 12 min. */
export function formatDuration(milliseconds: number): Message {
  const minutes = Math.max(0, Math.round(milliseconds / 60_000));
  if (minutes >= 60 * 48)
    return { key: "duration.days", params: { count: Math.round(minutes / 1440) } };
  if (minutes >= 60) return { key: "duration.hours", params: { count: Math.round(minutes / 60) } };
  return { key: "duration.minutes", params: { count: minutes } };
}
