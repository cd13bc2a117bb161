import type { Dec } from "../decimal/dec";

/** What the screen works with: wire values parsed once, amounts exact. */
export interface Market {
  ticker: string;
  base: string;
  clobPairId: number;
  status: string;
  isolated: boolean;
  tickText: string;
  stepText: string;
  tick: Dec;
  step: Dec;
  atomicResolution: number;
  quantumConversionExponent: number;
  stepBaseQuantums: number;
  subticksPerTick: number;
  initialFraction: Dec;
  maintenanceFraction: Dec;
  lowerCap: Dec | null;
  upperCap: Dec | null;
  oracle: Dec | null;
  change24h: Dec;
  volume24h: Dec;
  trades24h: number;
  nextFunding: Dec;
  openInterest: Dec;
}

export type Side = "BUY" | "SELL";

export interface Trade {
  id: string;
  side: Side;
  size: Dec;
  price: Dec;
  /** Milliseconds since the epoch. */
  time: number;
}

export interface Candle {
  /** Seconds since the epoch, start of the bar. */
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  trades: number;
}

export interface Position {
  market: string;
  size: Dec;
  entry: Dec;
  netFunding: Dec;
  realised: Dec;
}

export type OrderStatus = "open" | "partial" | "filled" | "canceled" | "canceling" | "untriggered";

export interface Order {
  id: string;
  clientId: number;
  clobPairId: number;
  flags: number;
  market: string;
  side: Side;
  size: Dec;
  filled: Dec;
  price: Dec;
  isMarket: boolean;
  timeInForce: "GTT" | "IOC" | "FOK";
  postOnly: boolean;
  reduceOnly: boolean;
  status: OrderStatus;
  goodTilBlock: number | null;
  goodTilTime: number | null;
  removalReason: string | null;
  updatedAt: number | null;
  updatedAtHeight: number;
}

export interface Fill {
  id: string;
  market: string;
  side: Side;
  liquidity: "TAKER" | "MAKER";
  type: string;
  price: Dec;
  size: Dec;
  fee: Dec;
  time: number;
  height: number;
  orderId: string | null;
}

export interface Transfer {
  key: string;
  kind: "TRANSFER_IN" | "TRANSFER_OUT" | "DEPOSIT" | "WITHDRAWAL";
  size: Dec;
  time: number;
  height: number;
  counterparty: string;
  transactionHash: string;
}
