import type { Exchange } from "../../src/lib/exchange/Exchange";
import { type Channel, channelKey, type StreamHandler } from "../../src/lib/exchange/streams";

/** An exchange whose streams the test feeds by hand; queries answer with nothing. */
export class FakeExchange {
  readonly handlers = new Map<string, StreamHandler>();
  readonly resynced: string[] = [];
  orders: Awaited<ReturnType<Exchange["orders"]>> = [];

  readonly exchange: Exchange = {
    streams: {
      state: "live",
      subscribe: (channel: Channel, handler: StreamHandler) => {
        this.handlers.set(channelKey(channel), handler);
        return () => this.handlers.delete(channelKey(channel));
      },
      resync: (channel: Channel) => this.resynced.push(channelKey(channel)),
      onState: () => () => undefined,
      retryNow: () => undefined,
      close: () => undefined,
    },
    markets: async () => ({}),
    candles: async () => [],
    trades: async () => [],
    subaccount: async () => null,
    orders: async () => this.orders,
    fills: async () => [],
    transfers: async () => [],
    fundingPayments: async () => [],
    funding: async () => [],
    height: async () => ({ height: "100", time: new Date().toISOString() }),
  };

  snapshot(key: string, contents: unknown): void {
    this.handlers.get(key)?.snapshot(contents);
  }

  update(key: string, ...items: unknown[]): void {
    this.handlers.get(key)?.update(items);
  }
}
