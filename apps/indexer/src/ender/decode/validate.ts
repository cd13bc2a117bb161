import type { indexerEvents, indexerV1 } from "@perpetua/protocol";
import { decodeSerializableInt } from "@perpetua/protocol";
import { parseError } from "../model/blockError.js";
import type { BlockEvent } from "./blockEvent.js";

const FLAG_CONDITIONAL = 32;
const FLAG_LONG_TERM = 64;
const FLAG_TWAP = 128;
const FLAG_TWAP_SUBORDER = 256;

/** Throws when an event breaks the table of indexer.md §4.3; references are checked by handlers. */
export function validateEvent(event: BlockEvent): void {
  switch (event.subtype) {
    case "order_fill":
      validateOrderFill(event.payload);
      return;
    case "subaccount_update":
      must(event.payload.subaccountId !== undefined, "subaccount update without an id");
      return;
    case "transfer":
      validateTransfer(event.payload);
      return;
    case "market":
      validateMarket(event.payload);
      return;
    case "stateful_order":
      validateStatefulOrder(event.payload);
      return;
    case "perpetual_market": {
      const { create } = event.payload;
      must(create.ticker !== "", "perpetual market without a ticker");
      must(create.subticksPerTick !== 0, "perpetual market with subticksPerTick 0");
      must(create.stepBaseQuantums !== 0n, "perpetual market with stepBaseQuantums 0");
      return;
    }
    case "liquidity_tier": {
      const { tier } = event.payload;
      must(tier.initialMarginPpm !== 0, "liquidity tier with initialMarginPpm 0");
      must(tier.maintenanceFractionPpm !== 0, "liquidity tier with maintenance 0");
      return;
    }
    case "funding_values":
      must(
        event.payload.type === 1 || event.payload.type === 2,
        "funding event that is neither a premium sample nor a funding index",
      );
      return;
    case "trading_reward":
      for (const reward of event.payload.tradingRewards) {
        must(reward.owner !== "", "trading reward without an owner");
        must(decodeSerializableInt(reward.denomAmount) !== 0n, "trading reward of 0");
      }
      return;
    case "deleveraging": {
      const { liquidated, offsetting, fillAmount, totalQuoteQuantums } = event.payload;
      must(liquidated !== undefined && offsetting !== undefined, "deleveraging without accounts");
      must(fillAmount !== 0n && totalQuoteQuantums !== 0n, "deleveraging of nothing");
      return;
    }
    case "upsert_vault":
      must(event.payload.address !== "", "vault without an address");
      return;
    default:
      return;
  }
}

function must(condition: boolean, message: string): void {
  if (!condition) throw parseError(message);
}

function validateOrderFill(event: indexerEvents.OrderFillEventV1): void {
  validateFillOrder(event.makerOrder, "maker order");
  if (event.order !== undefined) validateFillOrder(event.order, "taker order");
  else must(event.liquidationOrder?.liquidated !== undefined, "fill without a taker");
}

function validateFillOrder(order: indexerV1.IndexerOrder | undefined, what: string): void {
  must(order?.orderId?.subaccountId !== undefined, `${what} without an id`);
  must(order?.side !== 0, `${what} without a side`);
  const isTimed = order?.goodTilBlock !== undefined || order?.goodTilBlockTime !== undefined;
  must(isTimed, `${what} without an expiry`);
}

function validateTransfer(event: indexerEvents.TransferEventV1): void {
  for (const [name, end] of [
    ["sender", event.sender],
    ["recipient", event.recipient],
  ] as const) {
    const given = [end?.subaccountId, end?.address].filter((part) => part !== undefined);
    must(given.length === 1, `transfer needs exactly one kind of ${name}`);
  }
  const hasSubaccount =
    event.sender?.subaccountId !== undefined || event.recipient?.subaccountId !== undefined;
  must(hasSubaccount, "transfer between two wallets");
}

function validateMarket(event: indexerEvents.MarketEventV1): void {
  const { priceUpdate, marketCreate, marketModify } = event;
  const kinds = [priceUpdate, marketCreate, marketModify].filter((kind) => kind !== undefined);
  must(kinds.length === 1, "market event needs exactly one kind");
  if (priceUpdate !== undefined) {
    must(priceUpdate.priceWithExponent > 0n, "oracle price that is not positive");
    return;
  }
  const base = (marketCreate ?? marketModify)?.base;
  must(base !== undefined && base.pair !== "", "market without a pair");
  must(base?.minPriceChangePpm !== 0, "market with minPriceChangePpm 0");
}

function validateStatefulOrder(event: indexerEvents.StatefulOrderEventV1): void {
  if (event.orderRemoval !== undefined) {
    must(event.orderRemoval.removedOrderId?.subaccountId !== undefined, "removal without an id");
    must(event.orderRemoval.reason !== 0, "removal without a reason");
    return;
  }
  if (event.conditionalOrderTriggered !== undefined) {
    const id = event.conditionalOrderTriggered.triggeredOrderId;
    must(id?.subaccountId !== undefined, "trigger without an id");
    must(id?.orderFlags === FLAG_CONDITIONAL, "trigger of an order without conditions");
    return;
  }
  const { conditionalOrderPlacement, longTermOrderPlacement, twapOrderPlacement } = event;
  if (conditionalOrderPlacement !== undefined) {
    const order = validatePlacement(conditionalOrderPlacement.order, [FLAG_CONDITIONAL]);
    must(order.conditionType !== 0, "conditional order without a condition");
    must(order.conditionalOrderTriggerSubticks !== 0n, "conditional order without a trigger");
    return;
  }
  if (longTermOrderPlacement !== undefined) {
    validatePlacement(longTermOrderPlacement.order, [FLAG_LONG_TERM, FLAG_TWAP_SUBORDER]);
  } else if (twapOrderPlacement !== undefined) {
    const order = validatePlacement(twapOrderPlacement.order, [FLAG_TWAP]);
    must(order.twapParameters !== undefined, "TWAP order without parameters");
  } else if (event.orderReplacement !== undefined) {
    must(event.orderReplacement.oldOrderId?.subaccountId !== undefined, "replacement of nothing");
    validatePlacement(event.orderReplacement.order);
  } else {
    must(event.orderPlace !== undefined, "stateful order event of no kind");
    validatePlacement(event.orderPlace?.order);
  }
}

function validatePlacement(
  order: indexerV1.IndexerOrder | undefined,
  flags?: readonly number[],
): indexerV1.IndexerOrder {
  if (order?.orderId?.subaccountId === undefined) throw parseError("placement without an id");
  must(order.side !== 0, "placement without a side");
  must(order.goodTilBlockTime !== undefined, "placement without an expiry time");
  const allowed = flags === undefined || flags.includes(order.orderId.orderFlags);
  must(allowed, `placement with order flags ${order.orderId.orderFlags}`);
  return order;
}
