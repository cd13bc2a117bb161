import type { BroadcastResult } from "../exchange/node";
import type { Message, MessageKey } from "../i18n/translate";

/** Refusals of the node in words, with what to do now (web.md §3.5; codes: wire.md §4.3). */
const CLOB: Record<number, MessageKey> = {
  9: "reason.cancelExists",
  10: "reason.expiredHeight",
  11: "reason.tooFarAhead",
  17: "reason.tooManyOrders",
  20: "reason.replacement",
  24: "reason.alreadyFilled",
  34: "reason.marketClosed",
  36: "reason.marketClosed",
  2001: "reason.reduceOnly",
  2002: "reason.reduceOnly",
  2003: "reason.postOnly",
  2004: "reason.alreadyFilled",
  2005: "reason.isolated",
  3003: "reason.expiredTime",
  3004: "reason.tooFarAhead",
  3005: "reason.duplicate",
  3006: "reason.orderGone",
  3007: "reason.collateral",
  3008: "reason.orderGone",
  3009: "reason.orderGone",
  3010: "reason.orderGone",
  5001: "reason.rateLimit",
  9003: "reason.reduceOnlyNeedsIoc",
  10001: "reason.equityTier",
};
const SDK: Record<number, MessageKey> = {
  4: "reason.signature",
  5: "reason.walletFunds",
  9: "reason.noAccount",
  11: "reason.outOfGas",
  13: "reason.fee",
  19: "reason.duplicate",
  20: "reason.busy",
  32: "reason.sequence",
};
const SUBACCOUNTS: Record<number, MessageKey> = { 102: "reason.collateral" };
const TABLES: Record<string, Record<number, MessageKey>> = {
  clob: CLOB,
  sdk: SDK,
  subaccounts: SUBACCOUNTS,
};

export function refusalReason(
  result: Pick<BroadcastResult, "code" | "codespace" | "log">,
): Message {
  if (/undercollateralized/i.test(result.log)) return { key: "reason.collateral" };
  const key = TABLES[result.codespace]?.[result.code];
  if (key) return { key };
  const code = `${result.codespace} ${result.code}`;
  return { key: "reason.other", params: { code, log: result.log.slice(0, 160) } };
}

const REMOVALS: Record<string, MessageKey> = {
  EXPIRED: "removal.expired",
  INDEXER_EXPIRED: "removal.expired",
  USER_CANCELED: "removal.user",
  UNDERCOLLATERALIZED: "removal.collateral",
  INTERNAL_ERROR: "removal.internal",
  SELF_TRADE_ERROR: "removal.selfTrade",
  POST_ONLY_WOULD_CROSS_MAKER_ORDER: "removal.postOnly",
  IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK: "removal.ioc",
  FOK_ORDER_COULD_NOT_BE_FULLY_FULLED: "removal.ioc",
  REDUCE_ONLY_RESIZE: "removal.reduceOnly",
  REPLACED: "removal.replaced",
  EQUITY_TIER: "removal.equityTier",
  FINAL_SETTLEMENT: "removal.settlement",
  VIOLATES_ISOLATED_SUBACCOUNT_CONSTRAINTS: "removal.isolated",
};

/** Why an order left the book, in words; null when nothing needs saying. */
export function removalReason(reason: string | null): Message | null {
  if (!reason) return null;
  const name = reason.replace(/^ORDER_REMOVAL_REASON_/, "");
  if (name === "FULLY_FILLED" || name === "UNSPECIFIED") return null;
  const key = REMOVALS[name];
  return key ? { key } : { key: "removal.other", params: { reason: name } };
}
