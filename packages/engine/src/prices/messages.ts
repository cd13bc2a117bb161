import { prices } from "@perpetua/protocol";
import { authorityRejection, malformedAuthorityText } from "../auth/index.js";
import { handler, type MessageHandler, type Rejection, reject } from "../state/index.js";
import { pricesRejection } from "./errors.js";
import { createOracleMarket, updateMarketParam, validateMarketParam } from "./markets.js";
import type { PricesKernel } from "./state.js";
import { applyPriceUpdates, validatePriceUpdates } from "./updates.js";

const EMPTY = new Uint8Array();

function invalidAuthority(authority: string): Rejection | undefined {
  const text = malformedAuthorityText(authority);
  return text === undefined ? undefined : reject("prices", 500, text);
}

export const pricesMessages: MessageHandler<PricesKernel, unknown>[] = [
  handler<PricesKernel, prices.MsgUpdateMarketPrices>({
    typeUrl: "/dydxprotocol.prices.MsgUpdateMarketPrices",
    codec: prices.MsgUpdateMarketPrices,
    category: "injected",
    signers: () => [],
    validateBasic: validatePriceUpdates,
    handle: (k, m) => applyPriceUpdates(k, m) ?? EMPTY,
  }),
  handler<PricesKernel, prices.MsgUpdateMarketParam>({
    typeUrl: "/dydxprotocol.prices.MsgUpdateMarketParam",
    codec: prices.MsgUpdateMarketParam,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) =>
      invalidAuthority(m.authority) ??
      (m.marketParam === undefined
        ? pricesRejection(1, "params must be set")
        : validateMarketParam(m.marketParam)),
    handle: (k, m) => {
      if (m.marketParam === undefined)
        return reject("sdk", 18, "params must be set: invalid request");
      return authorityRejection(m.authority) ?? updateMarketParam(k, m.marketParam) ?? EMPTY;
    },
  }),
];

/**
 * Creation of an oracle market. What belongs to a market in higher modules (its revenue share) is
 * made by `onCreated`, which whoever wires the modules together passes in.
 */
export function createOracleMarketMessage<K extends PricesKernel>(
  onCreated: (k: K, marketId: number) => void,
): MessageHandler<K, unknown> {
  return handler<K, prices.MsgCreateOracleMarket>({
    typeUrl: "/dydxprotocol.prices.MsgCreateOracleMarket",
    codec: prices.MsgCreateOracleMarket,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) =>
      invalidAuthority(m.authority) ??
      (m.params === undefined
        ? pricesRejection(1, "params must be set")
        : validateMarketParam(m.params)),
    handle: (k, m) => {
      if (m.params === undefined) return reject("sdk", 18, "params must be set: invalid request");
      const refused = authorityRejection(m.authority) ?? createOracleMarket(k, m.params);
      if (refused !== undefined) return refused;
      onCreated(k, m.params.id);
      return EMPTY;
    },
  });
}
