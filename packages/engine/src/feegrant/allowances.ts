import { cosmosFeegrant, encodeAny } from "@perpetua/protocol";
import { addCoins, type Coin, parseCoins, storedCoins, wireCoin } from "../bank/index.js";
import {
  type AnyMessage,
  isRejection,
  nsOf,
  partsOfNs,
  type Rejection,
  reject,
} from "../state/index.js";
import { feegrantRejection } from "./state.js";

const BASIC = "/cosmos.feegrant.v1beta1.BasicAllowance";
const PERIODIC = "/cosmos.feegrant.v1beta1.PeriodicAllowance";
const FILTERED = "/cosmos.feegrant.v1beta1.AllowedMsgAllowance";

/** A fee to be paid: its coins, when, and for which messages. */
export interface Spending {
  readonly fee: readonly Coin[];
  readonly nowNs: bigint;
  readonly typeUrls: readonly string[];
}

/** What is left of an allowance; undefined when it is used up. */
export type Left = { readonly allowance: AnyMessage | undefined };

/** Takes `b` from `a`; undefined when it is not there. */
function minus(a: readonly Coin[], b: readonly Coin[]): Coin[] | undefined {
  const negative = b.map(({ denom, amount }) => ({ denom, amount: -amount }));
  const left = addCoins(a, negative);
  return left.some((c) => c.amount < 0n) ? undefined : left;
}

/** Stateless rules of an allowance. */
export function allowanceRejection(any: AnyMessage): Rejection | undefined {
  if (any.typeUrl === BASIC) return basicRejection(cosmosFeegrant.BasicAllowance.decode(any.value));
  if (any.typeUrl === PERIODIC) {
    const periodic = cosmosFeegrant.PeriodicAllowance.decode(any.value);
    const basic = periodic.basic ?? cosmosFeegrant.BasicAllowance.fromPartial({});
    const limit = parseCoins(periodic.periodSpendLimit);
    const spendable = parseCoins(periodic.periodCanSpend);
    if (isRejection(limit)) return limit;
    if (isRejection(spendable)) return spendable;
    if (nsOf(periodic.period) < 0n) return feegrantRejection(4, "negative clock step");
    return basicRejection(basic);
  }
  if (any.typeUrl === FILTERED) {
    const { allowance, allowedMessages } = cosmosFeegrant.AllowedMsgAllowance.decode(any.value);
    if (allowance === undefined) return feegrantRejection(5, "allowance should not be empty");
    if (allowedMessages.length === 0) return feegrantRejection(6, "allowed messages");
    return allowance.typeUrl === FILTERED
      ? reject("sdk", 29, "filters do not nest: invalid type")
      : allowanceRejection(allowance);
  }
  return reject("sdk", 29, `unknown allowance ${any.typeUrl}: invalid type`);
}

function basicRejection(basic: cosmosFeegrant.BasicAllowance): Rejection | undefined {
  const limit = parseCoins(basic.spendLimit);
  if (isRejection(limit)) return limit;
  return nsOf(basic.expiration) < 0n
    ? feegrantRejection(4, "expiration time cannot be negative")
    : undefined;
}

/** When an allowance ends; undefined = never. */
export function expirationNs(any: AnyMessage): bigint | undefined {
  if (any.typeUrl === FILTERED) {
    const inner = cosmosFeegrant.AllowedMsgAllowance.decode(any.value).allowance;
    return inner === undefined ? undefined : expirationNs(inner);
  }
  const basic =
    any.typeUrl === PERIODIC
      ? cosmosFeegrant.PeriodicAllowance.decode(any.value).basic
      : cosmosFeegrant.BasicAllowance.decode(any.value);
  return basic?.expiration === undefined ? undefined : nsOf(basic.expiration);
}

/** Pays a fee out of an allowance. */
export function spend(any: AnyMessage, order: Spending): Rejection | Left {
  if (any.typeUrl === BASIC) return spendBasic(any, order);
  if (any.typeUrl === PERIODIC) return spendPeriodic(any, order);
  const filtered = cosmosFeegrant.AllowedMsgAllowance.decode(any.value);
  const allowed = order.typeUrls.every((url) => filtered.allowedMessages.includes(url));
  if (!allowed) return feegrantRejection(7, "message does not exist in allowed messages");
  if (filtered.allowance === undefined) return feegrantRejection(5, "allowance is empty");
  const left = spend(filtered.allowance, order);
  if (isRejection(left) || left.allowance === undefined) return left;
  const { allowedMessages } = filtered;
  const allowance = { ...left.allowance };
  return { allowance: encodeAny(FILTERED, { allowance, allowedMessages }) };
}

function spendBasic(any: AnyMessage, { fee, nowNs }: Spending): Rejection | Left {
  const basic = cosmosFeegrant.BasicAllowance.decode(any.value);
  if (basic.expiration !== undefined && nsOf(basic.expiration) < nowNs) {
    return feegrantRejection(3, "basic allowance");
  }
  if (basic.spendLimit.length === 0) return { allowance: any };
  const left = minus(storedCoins(basic.spendLimit), fee);
  if (left === undefined) return feegrantRejection(2, "basic allowance");
  if (left.length === 0) return { allowance: undefined };
  return { allowance: encodeAny(BASIC, { ...basic, spendLimit: left.map(wireCoin) }) };
}

function spendPeriodic(any: AnyMessage, { fee, nowNs }: Spending): Rejection | Left {
  const periodic = cosmosFeegrant.PeriodicAllowance.decode(any.value);
  const basic = periodic.basic ?? cosmosFeegrant.BasicAllowance.fromPartial({});
  if (basic.expiration !== undefined && nowNs > nsOf(basic.expiration)) {
    return feegrantRejection(3, "absolute limit");
  }
  const period = periodAt(periodic, storedCoins(basic.spendLimit), nowNs);
  const canSpend = minus(period.canSpend, fee);
  if (canSpend === undefined) return feegrantRejection(2, "period limit");
  let spendLimit: Coin[] = [];
  if (basic.spendLimit.length > 0) {
    const left = minus(storedCoins(basic.spendLimit), fee);
    if (left === undefined) return feegrantRejection(2, "absolute limit");
    if (left.length === 0) return { allowance: undefined };
    spendLimit = left;
  }
  return {
    allowance: encodeAny(PERIODIC, {
      ...periodic,
      basic: { ...basic, spendLimit: spendLimit.map(wireCoin) },
      periodCanSpend: canSpend.map(wireCoin),
      periodReset: partsOfNs(period.resetNs),
    }),
  };
}

/**
 * The period that `nowNs` falls into: a new one starts full, but never beyond the absolute limit.
 */
function periodAt(
  periodic: cosmosFeegrant.PeriodicAllowance,
  absolute: readonly Coin[],
  nowNs: bigint,
): { canSpend: readonly Coin[]; resetNs: bigint } {
  const resetNs = nsOf(periodic.periodReset);
  if (nowNs < resetNs) return { canSpend: storedCoins(periodic.periodCanSpend), resetNs };
  const limit = storedCoins(periodic.periodSpendLimit);
  const short = absolute.length > 0 && minus(absolute, limit) === undefined;
  const next = resetNs + nsOf(periodic.period);
  return {
    canSpend: short ? absolute : limit,
    resetNs: nowNs > next ? nowNs + nsOf(periodic.period) : next,
  };
}
