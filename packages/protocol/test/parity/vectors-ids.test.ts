import { describe, expect, test } from "vitest";
import {
  assetPositionUuid,
  candleUuid,
  eventIdHex,
  fillUuid,
  fundingIndexUpdateUuid,
  oraclePriceUuid,
  perpetualPositionUuid,
  pnlTickUuid,
  subaccountUuid,
  tradingRewardAggregationUuid,
  tradingRewardUuid,
  transactionUuid,
  transferUuid,
  uuidFromName,
  uuidFromOrder,
} from "../../src/index.js";
import { type Vector, vectorsOf } from "../vectors/load.js";

/** Splits the name of a transfer vector, whose parts hold UUIDs with dashes of their own. */
function transferFromName(name: string): string {
  const uuid = "[0-9a-f-]{36}|undefined";
  const address = "dydx1[0-9a-z]+|undefined";
  const pattern = new RegExp(`^(${uuid})-(${uuid})-(${address})-(${address})-([0-9a-f]{24})-(.+)$`);
  const [, ...parts] = pattern.exec(name) ?? [];
  const [from, to, fromWallet, toWallet] = parts.map((p) => (p === "undefined" ? undefined : p));
  return transferUuid({
    senderSubaccount: from,
    recipientSubaccount: to,
    senderAddress: fromWallet,
    recipientAddress: toWallet,
    eventIdHex: parts[4] ?? "",
    assetId: parts[5] ?? "",
  });
}

function compute({ name, input }: Vector): string {
  if (name.startsWith("event_id")) {
    return eventIdHex(input.blockHeight, input.transactionIndex, input.eventIndex);
  }
  if (name.startsWith("transfer")) return transferFromName(input.name);
  switch (name) {
    case "subaccount":
      return subaccountUuid(input.address, input.subaccountNumber);
    case "order":
      return uuidFromOrder(input);
    case "fill":
      return fillUuid(input.eventIdHex, input.liquidity);
    case "perpetual_position":
      return perpetualPositionUuid(input.subaccountUuid, input.openEventIdHex);
    case "asset_position":
      return assetPositionUuid(input.subaccountUuid, input.assetId);
    case "transaction":
      return transactionUuid(input.blockHeight, input.transactionIndex);
    case "oracle_price":
      return oraclePriceUuid(input.marketId, input.blockHeight);
    case "funding_index_update":
      return fundingIndexUpdateUuid(input.blockHeight, input.eventIdHex, input.perpetualId);
    case "candle":
      return candleUuid(input.startedAt, input.ticker, input.resolution);
    case "trading_reward":
      return tradingRewardUuid(input.address, input.blockHeight);
    case "trading_reward_aggregation":
      return tradingRewardAggregationUuid(input.address, input.period, input.startedAtHeight);
    case "pnl_tick":
      return pnlTickUuid(input.subaccountUuid, input.createdAt);
    default:
      throw new Error(`no rule for ${name}`);
  }
}

describe("identifiers (V088–V111)", () => {
  test.each(vectorsOf("uuid"))("$id $name", (vector) => {
    expect(compute(vector)).toBe(vector.output.uuid ?? vector.output.eventIdHex);
    if (vector.input.name !== undefined && vector.output.uuid !== undefined) {
      expect(uuidFromName(vector.input.name)).toBe(vector.output.uuid);
    }
  });
});
