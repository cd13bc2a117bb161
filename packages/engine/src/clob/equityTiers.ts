import { type clob, decodeSerializableInt } from "@perpetua/protocol";
import type { Rejection } from "../state/index.js";
import { accountRisk, subaccountKey } from "../subaccounts/index.js";
import { clobRejection } from "./errors.js";
import type { Order } from "./order.js";
import { isTwapSuborder, orderIdText } from "./orderId.js";
import type { ClobKernel } from "./state.js";

const MAX_LIMIT = 10_000_000;

/** clob.md §3.10: thresholds are not negative and unique, limits bounded. */
export function validateEquityTiers(
  config: clob.EquityTierLimitConfiguration,
): Rejection | undefined {
  for (const tiers of [config.shortTermOrderEquityTiers, config.statefulOrderEquityTiers]) {
    const seen = new Set<bigint>();
    for (const tier of tiers) {
      const required = decodeSerializableInt(tier.usdTncRequired);
      if (required < 0n) return clobRejection(10000, `${required} is not a valid UsdTncRequired`);
      if (seen.has(required))
        return clobRejection(10000, `Multiple equity tier limits for ${required}`);
      if (tier.limit > MAX_LIMIT) return clobRejection(10000, `${tier.limit} is not a valid Limit`);
      seen.add(required);
    }
  }
  return undefined;
}

/** The configuration as stored: tiers ascend by threshold. */
export function sortEquityTiers(
  config: clob.EquityTierLimitConfiguration,
): clob.EquityTierLimitConfiguration {
  const ascending = (tiers: clob.EquityTierLimit[]) =>
    [...tiers].sort((a, b) =>
      decodeSerializableInt(a.usdTncRequired) < decodeSerializableInt(b.usdTncRequired) ? -1 : 1,
    );
  return {
    shortTermOrderEquityTiers: ascending(config.shortTermOrderEquityTiers),
    statefulOrderEquityTiers: ascending(config.statefulOrderEquityTiers),
  };
}

/**
 * Refuses a new stateful order of a subaccount that has as many open as its equity allows (clob.md
 * §3.10).
 */
export function checkEquityTier(k: ClobKernel, order: Order): Rejection | undefined {
  const tiers = k.clob.equityTiers.get()?.statefulOrderEquityTiers ?? [];
  if (tiers.length === 0) return undefined;
  const account = order.orderId.subaccountId;
  const { nc } = accountRisk(k, account);
  let limit = 0;
  for (const tier of tiers) {
    if (nc >= decodeSerializableInt(tier.usdTncRequired)) limit = tier.limit;
  }
  const id = orderIdText(order.orderId);
  if (limit === 0) {
    const who = `subaccount ${account.owner}/${account.number} with net collateral ${nc}`;
    return clobRejection(
      10001,
      `Opening order would exceed equity tier limit of 0 for ${who}, order id: ${id}`,
    );
  }
  const count = openStatefulOrders(k, order);
  if (count < limit) return undefined;
  const numbers = `${limit}. Order count: ${count}, total net collateral: <nil>`;
  return clobRejection(
    10001,
    `Opening order would exceed equity tier limit of ${numbers}, order id: ${id}`,
  );
}

function openStatefulOrders(k: ClobKernel, order: Order): number {
  return k.clob.openCounts.get(subaccountKey(order.orderId.subaccountId)) ?? 0;
}

/** Counts a stateful order in or out; suborders of TWAPs do not count. */
export function countOpenOrder(k: ClobKernel, order: Order, delta: 1 | -1): void {
  if (isTwapSuborder(order.orderId)) return;
  const key = subaccountKey(order.orderId.subaccountId);
  const count = (k.clob.openCounts.get(key) ?? 0) + delta;
  if (count === 0) k.clob.openCounts.delete(key);
  else k.clob.openCounts.set(key, count);
}
