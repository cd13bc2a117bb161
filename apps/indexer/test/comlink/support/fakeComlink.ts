import { type ApiDeps, type ApiSettings, type MarketInfo, StreamHub } from "@perpetua/api";
import type { RedisClient } from "@perpetua/messaging";
import { createSilentLogger } from "@perpetua/telemetry";
import { createComlink } from "../../../src/comlink/createComlink.js";
import type { RateLimiter } from "../../../src/comlink/http/rateLimiter.js";

const BTC: MarketInfo = {
  id: "0",
  clobPairId: "0",
  ticker: "BTC-USD",
  marketType: "CROSS",
  atomicResolution: -10,
};

export const NOW_MS = Date.parse("2026-03-04T19:21:01.250Z");

export interface FakeOptions {
  /** Answers every query; the default has no rows. */
  readonly query?: (text: string, values: readonly unknown[]) => unknown[];
  readonly settings?: Partial<ApiSettings>;
  readonly limiter?: RateLimiter;
  readonly reuseAnswers?: boolean;
}

/** A server over a database that a test makes up, for what does not depend on data. */
export function fakeComlink(options: FakeOptions = {}) {
  const db = {
    query: async <Row>(text: string, values: readonly unknown[] = []) =>
      (options.query?.(text, values) ?? []) as Row[],
  };
  const find = async (ticker: string) => (ticker === BTC.ticker ? BTC : undefined);
  const deps: ApiDeps = {
    db,
    primary: db,
    redis: {} as RedisClient,
    markets: {
      all: async () => [BTC],
      byTicker: find,
      byClobPairId: async (id) => (id === BTC.clobPairId ? BTC : undefined),
    },
    hub: new StreamHub(),
    clock: { nowMs: () => NOW_MS },
    faucet: undefined,
    compliance: undefined,
    settings: {
      geoBlocking: false,
      allowedAddresses: new Set(),
      internalIps: new Set(),
      testEndpoints: false,
      ...options.settings,
    },
  };
  return createComlink({
    deps,
    limiter: options.limiter ?? { count: async () => undefined },
    logger: createSilentLogger(),
    reuseAnswers: options.reuseAnswers ?? false,
  });
}
