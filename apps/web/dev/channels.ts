import { z } from "zod";
import type { Resolution } from "../src/lib/exchange/wire";
import type { DevExchange } from "./DevExchange";

export const resolutions = z.enum(["1MIN", "5MINS", "15MINS", "30MINS", "1HOUR", "4HOURS", "1DAY"]);

/** Snapshots of the socks channels (api.md §3.8); null for an unknown id. */
export function snapshotOf(exchange: DevExchange, channel: string, id: string | null): unknown {
  const market = exchange.market(id?.split("/")[0] ?? "");
  switch (channel) {
    case "v4_markets":
      return {
        markets: Object.fromEntries(exchange.markets.map((m) => [m.spec.ticker, m.wire()])),
      };
    case "v4_block_height":
      return { height: String(exchange.height), time: new Date().toISOString() };
    case "v4_orderbook":
      return market?.book() ?? null;
    case "v4_trades":
      return market ? { trades: market.trades } : null;
    case "v4_candles": {
      const resolution = id?.split("/")[1] as Resolution;
      return market ? { candles: market.candles(resolution, 1000) } : null;
    }
    case "v4_subaccounts": {
      const account = exchange.accounts.get(id?.split("/")[0] ?? "");
      if (!account?.exists) return {};
      const orders = [...account.orders.values()].filter((order) => order.status === "OPEN");
      return { subaccount: account.wire(), orders, blockHeight: String(exchange.height) };
    }
    default:
      return null;
  }
}
