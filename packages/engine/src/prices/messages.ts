import { prices } from "@perpetua/protocol";
import { authorityRejection } from "../auth/index.js";
import { handler, type MessageHandler, reject } from "../state/index.js";
import { pricesRejection } from "./errors.js";
import { createOracleMarket, updateMarketParam, validateMarketParam } from "./markets.js";
import type { PricesKernel } from "./state.js";
import { applyPriceUpdates, validatePriceUpdates } from "./updates.js";

const EMPTY = new Uint8Array();

export const pricesMessages: MessageHandler<PricesKernel, unknown>[] = [
  handler<PricesKernel, prices.MsgUpdateMarketPrices>({
    typeUrl: "/dydxprotocol.prices.MsgUpdateMarketPrices",
    codec: prices.MsgUpdateMarketPrices,
    category: "injected",
    signers: () => [],
    validateBasic: validatePriceUpdates,
    handle: (k, m) => applyPriceUpdates(k, m) ?? EMPTY,
  }),
  handler<PricesKernel, prices.MsgCreateOracleMarket>({
    typeUrl: "/dydxprotocol.prices.MsgCreateOracleMarket",
    codec: prices.MsgCreateOracleMarket,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) =>
      m.params === undefined
        ? pricesRejection(1, "params must be set")
        : validateMarketParam(m.params),
    handle: (k, m) => {
      if (m.params === undefined) return reject("sdk", 18, "params must be set: invalid request");
      return authorityRejection(m.authority) ?? createOracleMarket(k, m.params) ?? EMPTY;
    },
  }),
  handler<PricesKernel, prices.MsgUpdateMarketParam>({
    typeUrl: "/dydxprotocol.prices.MsgUpdateMarketParam",
    codec: prices.MsgUpdateMarketParam,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) =>
      m.marketParam === undefined
        ? pricesRejection(1, "params must be set")
        : validateMarketParam(m.marketParam),
    handle: (k, m) => {
      if (m.marketParam === undefined)
        return reject("sdk", 18, "params must be set: invalid request");
      return authorityRejection(m.authority) ?? updateMarketParam(k, m.marketParam) ?? EMPTY;
    },
  }),
];
