import { emit } from "../../state/index.js";
import type { SubaccountId } from "../../subaccounts/index.js";
import type { Order } from "../order.js";
import type { ClobKernel } from "../state.js";
import type { Distribution } from "./distributeFees.js";
import type { FillAmounts, Taker } from "./types.js";

/**
 * The members of the Cosmos event `match` that differ between order fills and deleveraging (clob.md
 * §10.4).
 */
interface MatchAttributes {
  readonly taker: SubaccountId;
  readonly maker: SubaccountId;
  readonly takerFee: bigint;
  readonly makerFee: bigint;
  readonly takerQuoteDelta: bigint;
  readonly makerQuoteDelta: bigint;
  readonly takerBaseDelta: bigint;
  readonly insuranceDelta: bigint;
  readonly isLiquidation: boolean;
  readonly isDeleverage: boolean;
  readonly perpetualId: number;
  readonly takerBuilder: string;
  readonly makerBuilder: string;
  readonly takerBuilderFee: bigint;
  readonly makerBuilderFee: bigint;
  readonly takerRouter: string;
  readonly makerRouter: string;
  readonly takerRouterFee: bigint;
  readonly makerRouterFee: bigint;
}

function emitAttributes(k: ClobKernel, m: MatchAttributes): void {
  emit(k, "match", [
    ["taker_subaccount", m.taker.owner],
    ["taker_subaccount_number", String(m.taker.number)],
    ["maker_subaccount", m.maker.owner],
    ["maker_subaccount_number", String(m.maker.number)],
    ["taker_order_fee_quote_quantums", String(m.takerFee)],
    ["maker_order_fee_quote_quantums", String(m.makerFee)],
    ["taker_quote_balance_delta_quote_quantums", String(m.takerQuoteDelta)],
    ["maker_quote_balance_delta_quote_quantums", String(m.makerQuoteDelta)],
    ["taker_perpetual_quantums_delta_base_quantums", String(m.takerBaseDelta)],
    ["maker_perpetual_quantums_delta_base_quantums", String(-m.takerBaseDelta)],
    ["insurance_fund_delta_quote_quantums", String(m.insuranceDelta)],
    ["is_liquidation", String(m.isLiquidation)],
    ["is_deleverage", String(m.isDeleverage)],
    ["perpetual_id", String(m.perpetualId)],
    ["taker_builder_address", m.takerBuilder],
    ["maker_builder_address", m.makerBuilder],
    ["taker_builder_fee_quantums", String(m.takerBuilderFee)],
    ["maker_builder_fee_quantums", String(m.makerBuilderFee)],
    ["taker_order_router_address", m.takerRouter],
    ["maker_order_router_address", m.makerRouter],
    ["taker_order_router_fee_quote_quantums", String(m.takerRouterFee)],
    ["maker_order_router_fee_quote_quantums", String(m.makerRouterFee)],
  ]);
}

/** `match` of an order or liquidation fill; quote deltas are net of everything. */
export function emitMatch(
  k: ClobKernel,
  perpetualId: number,
  taker: Taker,
  maker: Order,
  quantums: bigint,
  amounts: FillAmounts,
  distribution: Distribution,
  takerQuoteDelta: bigint,
  makerQuoteDelta: bigint,
): void {
  emitAttributes(k, {
    taker: taker.subaccountId,
    maker: maker.orderId.subaccountId,
    takerFee: amounts.takerFee,
    makerFee: amounts.makerFee,
    takerQuoteDelta,
    makerQuoteDelta,
    takerBaseDelta: taker.isBuy ? quantums : -quantums,
    insuranceDelta: amounts.insuranceDelta,
    isLiquidation: taker.liquidation !== undefined,
    isDeleverage: false,
    perpetualId,
    takerBuilder: taker.order?.builderCodeParameters?.builderAddress ?? "",
    makerBuilder: maker.builderCodeParameters?.builderAddress ?? "",
    takerBuilderFee: amounts.takerBuilderFee,
    makerBuilderFee: amounts.makerBuilderFee,
    takerRouter: taker.order?.orderRouterAddress ?? "",
    makerRouter: maker.orderRouterAddress,
    takerRouterFee: distribution.takerRouterFee,
    makerRouterFee: distribution.makerRouterFee,
  });
}

/** `match` of a deleveraging fill: the deleveraged account stands as taker. */
export function emitDeleveragingMatch(
  k: ClobKernel,
  perpetualId: number,
  taker: SubaccountId,
  maker: SubaccountId,
  takerBaseDelta: bigint,
  takerQuoteDelta: bigint,
): void {
  emitAttributes(k, {
    taker,
    maker,
    takerFee: 0n,
    makerFee: 0n,
    takerQuoteDelta,
    makerQuoteDelta: -takerQuoteDelta,
    takerBaseDelta,
    insuranceDelta: 0n,
    isLiquidation: false,
    isDeleverage: true,
    perpetualId,
    takerBuilder: "",
    makerBuilder: "",
    takerBuilderFee: 0n,
    makerBuilderFee: 0n,
    takerRouter: "",
    makerRouter: "",
    takerRouterFee: 0n,
    makerRouterFee: 0n,
  });
}
