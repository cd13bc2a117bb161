import { type Dec, dec, neg, tryDec, ZERO } from "../decimal/dec";
import type { Candle, Fill, Market, Order, OrderStatus, Position, Trade, Transfer } from "./types";
import type {
  WireAssetPosition,
  WireCandle,
  WireFill,
  WireMarket,
  WireOrder,
  WirePosition,
  WireTrade,
  WireTransfer,
} from "./wire";

const orZero = (text: string | null | undefined): Dec => tryDec(text) ?? ZERO;
const milliseconds = (iso: string | null | undefined): number | null => {
  const time = iso ? Date.parse(iso) : Number.NaN;
  return Number.isFinite(time) ? time : null;
};

export function parseMarket(wire: WireMarket): Market {
  return {
    ticker: wire.ticker,
    base: wire.ticker.split("-")[0] ?? wire.ticker,
    clobPairId: Number(wire.clobPairId),
    status: wire.status,
    isolated: wire.marketType === "ISOLATED",
    tickText: wire.tickSize,
    stepText: wire.stepSize,
    tick: dec(wire.tickSize),
    step: dec(wire.stepSize),
    atomicResolution: wire.atomicResolution,
    quantumConversionExponent: wire.quantumConversionExponent,
    stepBaseQuantums: wire.stepBaseQuantums,
    subticksPerTick: wire.subticksPerTick,
    initialFraction: orZero(wire.initialMarginFraction),
    maintenanceFraction: orZero(wire.maintenanceMarginFraction),
    lowerCap: tryDec(wire.openInterestLowerCap),
    upperCap: tryDec(wire.openInterestUpperCap),
    oracle: tryDec(wire.oraclePrice),
    change24h: orZero(wire.priceChange24H),
    volume24h: orZero(wire.volume24H),
    trades24h: wire.trades24H,
    nextFunding: orZero(wire.nextFundingRate),
    openInterest: orZero(wire.openInterest),
  };
}

/** Applies the changed fields of a v4_markets message; unknown keys are ignored. */
export function patchMarket(market: Market, patch: Partial<WireMarket>): Market {
  return {
    ...market,
    ...(patch.status !== undefined && { status: patch.status }),
    ...(patch.oraclePrice != null && { oracle: orZero(patch.oraclePrice) }),
    ...(patch.priceChange24H !== undefined && { change24h: orZero(patch.priceChange24H) }),
    ...(patch.volume24H !== undefined && { volume24h: orZero(patch.volume24H) }),
    ...(patch.trades24H !== undefined && { trades24h: patch.trades24H }),
    ...(patch.nextFundingRate !== undefined && { nextFunding: orZero(patch.nextFundingRate) }),
    ...(patch.openInterest !== undefined && { openInterest: orZero(patch.openInterest) }),
    ...(patch.initialMarginFraction !== undefined && {
      initialFraction: orZero(patch.initialMarginFraction),
    }),
    ...(patch.maintenanceMarginFraction !== undefined && {
      maintenanceFraction: orZero(patch.maintenanceMarginFraction),
    }),
  };
}

export const parseTrade = (wire: WireTrade): Trade => ({
  id: wire.id,
  side: wire.side,
  size: orZero(wire.size),
  price: orZero(wire.price),
  time: milliseconds(wire.createdAt) ?? 0,
});

/**
 * Candles are pixels: numbers, not exact decimals. A bar in which nobody traded repeats the last
 * price; the middle of the book tells more, so it is drawn instead, and marked by `trades: 0` (C2).
 */
export function parseCandle(wire: WireCandle): Candle {
  const bar = {
    time: Math.floor((milliseconds(wire.startedAt) ?? 0) / 1000),
    volume: Number(wire.baseTokenVolume),
    trades: wire.trades,
  };
  const open = Number(wire.orderbookMidPriceOpen ?? 0);
  const close = Number(wire.orderbookMidPriceClose ?? 0);
  if (wire.trades === 0 && open > 0 && close > 0) {
    return { ...bar, open, close, high: Math.max(open, close), low: Math.min(open, close) };
  }
  return {
    ...bar,
    open: Number(wire.open),
    high: Number(wire.high),
    low: Number(wire.low),
    close: Number(wire.close),
  };
}

export const parsePosition = (wire: WirePosition): Position => ({
  market: wire.market,
  size: orZero(wire.size),
  entry: orZero(wire.entryPrice),
  netFunding: orZero(wire.netFunding),
  realised: orZero(wire.realizedPnl),
});

/** The signed amount of an asset position (api.md §1.27-0b: magnitude and side). */
export const signedAsset = (wire: WireAssetPosition): Dec =>
  wire.side === "SHORT" ? neg(orZero(wire.size)) : orZero(wire.size);

const STATUS: Record<WireOrder["status"], OrderStatus> = {
  OPEN: "open",
  BEST_EFFORT_OPENED: "open",
  FILLED: "filled",
  CANCELED: "canceled",
  BEST_EFFORT_CANCELED: "canceling",
  UNTRIGGERED: "untriggered",
  ERROR: "canceled",
};

/**
 * "Best effort cancelled" may still fill from other nodes' books until it expires; an immediate
 * order never rests anywhere, so for it the word is final.
 */
function statusOf(wire: WireOrder["status"], timeInForce: Order["timeInForce"]): OrderStatus {
  const status = STATUS[wire] ?? "canceled";
  return status === "canceling" && timeInForce !== "GTT" ? "canceled" : status;
}

/** Merges a stream message or a stored row over what is known; short messages keep old fields. */
export function parseOrder(wire: WireOrder, known?: Order): Order {
  const filled = maxOf(
    orZero(wire.totalFilled),
    orZero(wire.totalOptimisticFilled),
    known?.filled ?? ZERO,
  );
  const size = tryDec(wire.size) ?? known?.size ?? ZERO;
  const timeInForce = wire.timeInForce ?? known?.timeInForce ?? "GTT";
  const status = statusOf(wire.status, timeInForce);
  return {
    id: wire.id,
    clientId: Number(wire.clientId),
    clobPairId: Number(wire.clobPairId),
    flags: Number(wire.orderFlags),
    market: wire.ticker,
    side: wire.side ?? known?.side ?? "BUY",
    size,
    filled,
    price: tryDec(wire.price) ?? known?.price ?? ZERO,
    isMarket:
      wire.clientMetadata != null ? wire.clientMetadata === "1" : (known?.isMarket ?? false),
    timeInForce,
    postOnly: wire.postOnly ?? known?.postOnly ?? false,
    reduceOnly: wire.reduceOnly ?? known?.reduceOnly ?? false,
    status: status === "open" && filled > ZERO ? "partial" : status,
    goodTilBlock: wire.goodTilBlock ? Number(wire.goodTilBlock) : (known?.goodTilBlock ?? null),
    goodTilTime: milliseconds(wire.goodTilBlockTime) ?? known?.goodTilTime ?? null,
    removalReason: wire.removalReason ?? known?.removalReason ?? null,
    updatedAt:
      milliseconds(wire.updatedAt) ?? milliseconds(wire.createdAt) ?? known?.updatedAt ?? null,
    updatedAtHeight: Number(wire.updatedAtHeight ?? known?.updatedAtHeight ?? 0),
  };
}

const maxOf = (...values: Dec[]): Dec => values.reduce((a, b) => (a > b ? a : b));

export const parseFill = (wire: WireFill): Fill => ({
  id: wire.id,
  market: wire.market ?? wire.ticker ?? "",
  side: wire.side,
  liquidity: wire.liquidity,
  type: wire.type,
  price: orZero(wire.price),
  size: orZero(wire.size),
  fee: orZero(wire.fee),
  time: milliseconds(wire.createdAt) ?? 0,
  height: Number(wire.createdAtHeight),
  orderId: wire.orderId,
});

export function parseTransfer(wire: WireTransfer): Transfer {
  const incoming = wire.type === "DEPOSIT" || wire.type === "TRANSFER_IN";
  const other = incoming ? wire.sender : wire.recipient;
  return {
    key: wire.id ?? `${wire.transactionHash}-${wire.type}-${wire.size}-${wire.createdAtHeight}`,
    kind: wire.type,
    size: orZero(wire.size),
    time: milliseconds(wire.createdAt) ?? 0,
    height: Number(wire.createdAtHeight),
    counterparty:
      other.subaccountNumber === undefined
        ? other.address
        : `${other.address}/${other.subaccountNumber}`,
    transactionHash: wire.transactionHash,
  };
}
