import type { StreamTransport } from "./streams";
import type {
  Resolution,
  WireCandle,
  WireFill,
  WireFundingPayment,
  WireFundingRow,
  WireHeight,
  WireMarkets,
  WireOrder,
  WireSubaccount,
  WireTrade,
  WireTransfer,
} from "./wire";

export interface SubaccountRef {
  address: string;
  subaccountNumber: number;
}

/**
 * Everything the screen reads from the exchange, behind one interface: queries through tRPC,
 * live streams through a transport. The page knows no other way to data.
 */
export interface Exchange {
  readonly streams: StreamTransport;
  markets(): Promise<WireMarkets>;
  /** Newest first; `toISO` is exclusive. */
  candles(query: {
    ticker: string;
    resolution: Resolution;
    limit: number;
    toISO?: string;
  }): Promise<WireCandle[]>;
  trades(ticker: string, limit: number): Promise<WireTrade[]>;
  /** null when the account has never held anything. */
  subaccount(ref: SubaccountRef): Promise<WireSubaccount | null>;
  orders(ref: SubaccountRef, limit: number): Promise<WireOrder[]>;
  fills(ref: SubaccountRef, limit: number): Promise<WireFill[]>;
  transfers(ref: SubaccountRef, limit: number): Promise<WireTransfer[]>;
  funding(ticker: string, limit: number): Promise<WireFundingRow[]>;
  /** Newest first; payments of zero are left out. */
  fundingPayments(ref: SubaccountRef, limit: number): Promise<WireFundingPayment[]>;
  height(): Promise<WireHeight>;
}
