import { createTRPCUntypedClient, httpBatchLink } from "@trpc/client";
import type { Exchange, SubaccountRef } from "./Exchange";
import type { StreamTransport } from "./streams";
import type {
  Resolution,
  WireCandle,
  WireFill,
  WireFundingRow,
  WireHeight,
  WireMarkets,
  WireOrder,
  WireSubaccount,
  WireTrade,
  WireTransfer,
} from "./wire";

/** The exchange over comlink's tRPC face; inputs and outputs are the REST shapes of api.md §1. */
export function createTrpcExchange(url: string, streams: StreamTransport): Exchange {
  const client = createTRPCUntypedClient({ links: [httpBatchLink({ url })] });
  const query = async <T>(path: string, input?: unknown): Promise<T> =>
    (await client.query(path, input)) as T;
  const account = (ref: SubaccountRef, limit: number): SubaccountRef & { limit: number } => ({
    ...ref,
    limit,
  });

  return {
    streams,
    markets: async () => (await query<{ markets: WireMarkets }>("markets", {})).markets,
    candles: async (input: { ticker: string; resolution: Resolution; limit: number }) =>
      (await query<{ candles: WireCandle[] }>("candles", input)).candles,
    trades: async (ticker, limit) =>
      (await query<{ trades: WireTrade[] }>("trades", { ticker, limit })).trades,
    subaccount: async (ref) => {
      try {
        return (await query<{ subaccount: WireSubaccount }>("subaccount", ref)).subaccount;
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
    orders: (ref, limit) =>
      query<WireOrder[]>("orders", { ...account(ref, limit), returnLatestOrders: true }),
    fills: async (ref, limit) =>
      (await query<{ fills: WireFill[] }>("fills", account(ref, limit))).fills,
    transfers: async (ref, limit) =>
      (await query<{ transfers: WireTransfer[] }>("transfers", account(ref, limit))).transfers,
    funding: async (ticker, limit) =>
      (await query<{ historicalFunding: WireFundingRow[] }>("funding", { ticker, limit }))
        .historicalFunding,
    height: () => query<WireHeight>("height"),
  };
}

/** Unknown subaccounts are a 404 in every face of the API (api.md §1.2). */
export function isNotFound(error: unknown): boolean {
  const data = (error as { data?: { httpStatus?: number; code?: string } } | null)?.data;
  return data?.httpStatus === 404 || data?.code === "NOT_FOUND";
}
