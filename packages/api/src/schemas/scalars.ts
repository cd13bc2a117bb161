import { z } from "zod";

/**
 * Scalars of api.md §0.3. The `format` names are those of the interface document, so that the
 * generated OpenAPI says which kind of decimal a string is.
 */

/** Plain decimal without exponent and without trailing fractional zeros. */
export const dec = z.string().meta({ format: "decimal" });
/** Decimal with exactly 6 fraction digits: stored hourly PnL ticks. */
export const dec6 = z.string().meta({ format: "decimal-6dp" });
/** Decimal with exactly 18 fraction digits: trading rewards. */
export const dec18 = z.string().meta({ format: "decimal-18dp" });
/** Decimal whose trailing zeros are kept. */
export const decUntrimmed = z.string().meta({ format: "decimal-untrimmed" });
/** Sums that the reference may print with an exponent (Q1); we print plain decimals. */
export const decMaybeExponent = z.string().meta({ format: "decimal-maybe-exponent" });
/** Unsigned integer in a string: heights and ids. */
export const uintString = z.string().meta({ format: "uint-string" });
/** UTC ISO-8601 with milliseconds and `Z`. */
export const isoMs = z.string().meta({ format: "iso8601-utc-ms" });
/** Lower-case UUID version 5 (api.md §0.4). */
export const uuidV5 = z.string().meta({ format: "uuid-v5" });
/** 12-byte event id in lower-case hex. */
export const eventIdHex = z.string().meta({ format: "hex-24" });

export const orderSide = z.enum(["BUY", "SELL"]);
export const positionSide = z.enum(["LONG", "SHORT"]);
export const orderType = z.enum([
  "LIMIT",
  "MARKET",
  "STOP_LIMIT",
  "STOP_MARKET",
  "TRAILING_STOP",
  "TAKE_PROFIT",
  "TAKE_PROFIT_MARKET",
  "TWAP",
  "TWAP_SUBORDER",
]);
export const orderStatus = z.enum([
  "OPEN",
  "FILLED",
  "CANCELED",
  "BEST_EFFORT_CANCELED",
  "UNTRIGGERED",
  "ERROR",
  "BEST_EFFORT_OPENED",
]);
export const timeInForce = z.enum(["GTT", "FOK", "IOC"]);
export const orderFlags = z.enum(["0", "32", "64", "128", "256"]);
export const liquidity = z.enum(["TAKER", "MAKER"]);
export const fillType = z.enum([
  "LIMIT",
  "LIQUIDATED",
  "LIQUIDATION",
  "DELEVERAGED",
  "OFFSETTING",
  "TWAP_SUBORDER",
]);
export const tradeType = z.enum(["LIMIT", "LIQUIDATED", "DELEVERAGED", "TWAP_SUBORDER"]);
export const marketKind = z.enum(["PERPETUAL", "SPOT"]);
export const perpetualMarketType = z.enum(["CROSS", "ISOLATED"]);
export const perpetualMarketStatus = z.enum([
  "ACTIVE",
  "PAUSED",
  "CANCEL_ONLY",
  "POST_ONLY",
  "INITIALIZING",
  "FINAL_SETTLEMENT",
]);
export const positionStatus = z.enum(["OPEN", "CLOSED", "LIQUIDATED"]);
export const transferType = z.enum(["TRANSFER_IN", "TRANSFER_OUT", "DEPOSIT", "WITHDRAWAL"]);
export const candleResolution = z.enum([
  "1MIN",
  "5MINS",
  "15MINS",
  "30MINS",
  "1HOUR",
  "4HOURS",
  "1DAY",
]);
export const sparklinePeriod = z.enum(["ONE_DAY", "SEVEN_DAYS"]);
export const pnlInterval = z.enum(["hour", "day"]);
export const rewardPeriod = z.enum(["DAILY", "WEEKLY", "MONTHLY"]);
export const complianceStatus = z.enum([
  "COMPLIANT",
  "FIRST_STRIKE_CLOSE_ONLY",
  "FIRST_STRIKE",
  "CLOSE_ONLY",
  "BLOCKED",
]);
export const complianceReason = z.enum([
  "MANUAL",
  "US_GEO",
  "CA_GEO",
  "GB_GEO",
  "SANCTIONED_GEO",
  "COMPLIANCE_PROVIDER",
]);
export const complianceAction = z.enum(["CONNECT", "VALID_SURVEY", "INVALID_SURVEY"]);
export const tradeAction = z.enum([
  "OPEN",
  "EXTEND",
  "PARTIAL_CLOSE",
  "CLOSE",
  "LIQUIDATION_PARTIAL_CLOSE",
  "LIQUIDATION_CLOSE",
]);
