import type { AppRouter } from "@perpetua/api";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import type { Exchange } from "./Exchange";
import type { StreamTransport } from "./streams";

export type ApiClient = ReturnType<typeof createApiClient>;

/** comlink's tRPC face: queries in batches, subscriptions as event streams. */
export const createApiClient = (url: string) =>
  createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url }),
        false: httpBatchLink({ url }),
      }),
    ],
  });

/** The exchange over tRPC; inputs and outputs are the REST shapes of api.md §1. */
export function createTrpcExchange(api: ApiClient, streams: StreamTransport): Exchange {
  return {
    streams,
    markets: async () => (await api.markets.list.query({})).markets,
    candles: async (input) => (await api.candles.list.query(input)).candles,
    trades: async (ticker, limit) => (await api.trades.list.query({ ticker, limit })).trades,
    subaccount: async (ref) => {
      try {
        return (await api.subaccounts.get.query(ref)).subaccount;
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
    orders: (ref, limit) => api.orders.list.query({ ...ref, limit }),
    fills: async (ref, limit) => (await api.fills.list.query({ ...ref, limit })).fills,
    transfers: async (ref, limit) => (await api.transfers.list.query({ ...ref, limit })).transfers,
    funding: async (ticker, limit) =>
      (await api.funding.history.query({ ticker, limit })).historicalFunding,
    fundingPayments: async (ref, limit) =>
      (await api.funding.payments.query({ ...ref, limit })).fundingPayments,
    height: () => api.system.height.query(),
  };
}

/** Unknown subaccounts are a 404 in every face of the API (api.md §1.2). */
export function isNotFound(error: unknown): boolean {
  const data = (error as { data?: { httpStatus?: number; code?: string } } | null)?.data;
  return data?.httpStatus === 404 || data?.code === "NOT_FOUND";
}
