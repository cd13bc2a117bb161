import { clob, type vault } from "@perpetua/protocol";
import {
  BUY,
  type ClobPair,
  FINAL_SETTLEMENT,
  getClobPair,
  type Order,
  OrderFlags,
  oracleSubticks,
  POST_ONLY,
  perpetualOf,
  type Ratio,
  SELL,
} from "../clob/index.js";
import { ceilDiv, floorDiv, MAX_UINT64, must, ONE_MILLION } from "../math/index.js";
import { baseToQuote, quoteExponent, quoteToBase } from "../perpetuals/index.js";
import { marketParam, marketPrice } from "../prices/index.js";
import { isRejection, type Rejection } from "../state/index.js";
import { accountRisk, getSubaccount } from "../subaccounts/index.js";
import { vaultRejection } from "./errors.js";
import type { VaultKernel } from "./state.js";
import { CLOSE_ONLY, quotingParamsOf, vaultAccount } from "./vaults.js";

const TRILLION = ONE_MILLION * ONE_MILLION;
const { TIME_IN_FORCE_UNSPECIFIED } = clob.Order_TimeInForce;

/** What one vault quotes from: everything that a layer's price and size depend on. */
interface Quote {
  readonly pair: ClobPair;
  readonly params: vault.QuotingParams;
  /** Signed size of the vault's position. */
  readonly position: bigint;
  /** Order size in base quantums, a multiple of the step. */
  readonly size: bigint;
  /** Signed leverage in ppm. ROUNDING: ceil. */
  readonly leveragePpm: bigint;
  readonly spreadPpm: bigint;
  readonly oracle: Ratio;
}

/**
 * The orders a vault wants in the book now, in list order a₀ b₀ a₁ b₁ …, with initial client ids
 * (app.md §13.4).
 */
export function vaultOrders(
  k: VaultKernel,
  number: number,
  status: vault.VaultParams,
): Rejection | Order[] {
  const quote = quoteOf(k, number, status);
  if (quote === undefined) return [];
  if (isRejection(quote)) return quote;
  const orders: Order[] = [];
  for (let layer = 0; layer < quote.params.layers; layer++) {
    orders.push(
      layerOrder(k, number, quote, layer, false),
      layerOrder(k, number, quote, layer, true),
    );
  }
  return status.status === CLOSE_ONLY ? reducingOrders(quote, orders) : orders;
}

function quoteOf(
  k: VaultKernel,
  number: number,
  vaultParams: vault.VaultParams,
): Rejection | Quote | undefined {
  const pair = getClobPair(k, number);
  if (pair === undefined || pair.status === FINAL_SETTLEMENT) return undefined;
  const perpetual = perpetualOf(k, pair);
  const { marketId, atomicResolution } = perpetual.params;
  const price = must(marketPrice(k, marketId), "a perpetual has a market");
  const market = must(marketParam(k, marketId), "a market has parameters");
  if (price.price === 0n) return vaultRejection(17);
  const account = vaultAccount(number);
  const equity = accountRisk(k, account).nc;
  if (equity <= 0n) return vaultRejection(5);
  const params = quotingParamsOf(k, vaultParams);
  const positions = getSubaccount(k, account).perpetualPositions;
  const position = positions.find((p) => p.perpetualId === perpetual.params.id)?.quantums ?? 0n;
  const exponent = quoteExponent(price.exponent, atomicResolution);
  const openNotional = baseToQuote(position, price.price, exponent);
  const leveragePpm = ceilDiv(ONE_MILLION * openNotional, equity);
  if (vaultParams.status === CLOSE_ONLY && openNotional === 0n) return undefined;
  const share = quoteToBase(equity * BigInt(params.orderSizePctPpm), price.price, exponent);
  const raw = share / ONE_MILLION;
  const size = (raw / pair.stepBaseQuantums) * pair.stepBaseQuantums;
  if (size === 0n) return undefined;
  if (size > MAX_UINT64) return vaultRejection(14);
  const spreadPpm = Math.max(
    params.spreadMinPpm,
    params.spreadBufferPpm + market.minPriceChangePpm,
  );
  return {
    pair,
    params,
    position,
    size,
    leveragePpm,
    spreadPpm: BigInt(spreadPpm),
    oracle: oracleSubticks(k, pair),
  };
}

function layerOrder(
  k: VaultKernel,
  number: number,
  quote: Quote,
  layer: number,
  isBid: boolean,
): Order {
  const { pair, params, size, leveragePpm } = quote;
  const increases = isBid ? leveragePpm >= 0n : leveragePpm <= 0n;
  return {
    ...clob.Order.fromPartial({}),
    orderId: {
      subaccountId: vaultAccount(number),
      clientId: initialClientId(layer, isBid),
      orderFlags: OrderFlags.LongTerm,
      clobPairId: pair.id,
    },
    side: isBid ? BUY : SELL,
    quantums: size,
    subticks: layerSubticks(quote, layer, isBid),
    goodTilBlockTime: k.header.seconds + params.orderExpirationSeconds,
    timeInForce: increases ? POST_ONLY : TIME_IN_FORCE_UNSPECIFIED,
  };
}

/** `((side − 1) << 31) | (layer << 23)`, side 1 = buy, 2 = sell (app.md §13.5). */
export function initialClientId(layer: number, isBid: boolean): number {
  return ((isBid ? 0 : 0x8000_0000) | (layer << 23)) >>> 0;
}

/**
 * Price of one layer (app.md §13.4, step 7). ROUNDING: asks up, bids down, at each division and to
 * the tick.
 */
export function layerSubticks(
  quote: Pick<Quote, "pair" | "params" | "leveragePpm" | "spreadPpm" | "oracle">,
  layer: number,
  isBid: boolean,
): bigint {
  const { spreadPpm, oracle } = quote;
  const tick = BigInt(quote.pair.subticksPerTick);
  const skew = skewPpm(quote, layer, isBid);
  const factor = (isBid ? skew - ONE_MILLION : ONE_MILLION + skew) * spreadPpm + TRILLION;
  const scaled = oracle.num * factor;
  const divisor = ONE_MILLION * oracle.den;
  let subticks: bigint;
  if (isBid) {
    subticks = floorDiv(scaled, ONE_MILLION) / divisor;
    subticks = floorDiv(subticks, tick) * tick;
  } else {
    subticks = ceilDiv(ceilDiv(scaled, ONE_MILLION), divisor);
    subticks = ceilDiv(subticks, tick) * tick;
  }
  const highest = MAX_UINT64 - (MAX_UINT64 % tick);
  return subticks < tick ? tick : subticks > highest ? highest : subticks;
}

/** The sign of the vault's leverage, not of the layer's, picks the branch. */
function skewPpm(
  { params, leveragePpm }: Pick<Quote, "params" | "leveragePpm">,
  layer: number,
  isBid: boolean,
): bigint {
  const offset = BigInt(layer) * BigInt(params.orderSizePctPpm);
  const layerLeverage = isBid ? leveragePpm + offset : leveragePpm - offset;
  const u = ceilDiv(layerLeverage * BigInt(params.skewFactorPpm), ONE_MILLION);
  const isShort = leveragePpm < 0n;
  if (isBid) return isShort ? -u : -(ceilDiv((u + ONE_MILLION) ** 2n, ONE_MILLION) - ONE_MILLION);
  return isShort ? ceilDiv((u - ONE_MILLION) ** 2n, ONE_MILLION) - ONE_MILLION : -u;
}

/** CLOSE_ONLY: the reducing side, together no larger than the position (step 8). */
function reducingOrders({ pair, position, size }: Quote, orders: readonly Order[]): Order[] {
  const absolute = position < 0n ? -position : position;
  let left = (absolute / pair.stepBaseQuantums) * pair.stepBaseQuantums;
  const side = position > 0n ? SELL : BUY;
  const reducing: Order[] = [];
  for (const order of orders) {
    if (order.side !== side || left <= 0n) continue;
    const quantums = size < left ? size : left;
    reducing.push({ ...order, quantums });
    left -= quantums;
  }
  return reducing;
}
