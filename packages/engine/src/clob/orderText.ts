import { clob } from "@perpetua/protocol";
import { goodTilBlock, goodTilTime, type Order } from "./order.js";
import { isShortTerm, type OrderId, orderIdText } from "./orderId.js";

/**
 * The order as Go prints a struct. Clients do not parse it; the good-til oneof is a pointer there,
 * so its value stands here.
 * PERF: only refusals build these texts.
 */
export function orderDebugText(o: Order): string {
  const goodTil = isShortTerm(o.orderId) ? goodTilBlock(o) : goodTilTime(o);
  const twap = o.twapParameters === undefined ? "<nil>" : JSON.stringify(o.twapParameters);
  const builder =
    o.builderCodeParameters === undefined ? "<nil>" : JSON.stringify(o.builderCodeParameters);
  return (
    `{OrderId:${orderIdText(o.orderId)} Side:${clob.Order_Side[o.side]} Quantums:${o.quantums} ` +
    `Subticks:${o.subticks} GoodTilOneof:${goodTil} TimeInForce:${clob.Order_TimeInForce[o.timeInForce]} ` +
    `ReduceOnly:${o.reduceOnly} ClientMetadata:${o.clientMetadata} ` +
    `ConditionType:${clob.Order_ConditionType[o.conditionType]} ` +
    `ConditionalOrderTriggerSubticks:${o.conditionalOrderTriggerSubticks} TwapParameters:${twap} ` +
    `BuilderCodeParameters:${builder} OrderRouterAddress:${o.orderRouterAddress}}`
  );
}

/** An id as protobuf's compact text form. */
export function orderIdProtoText(id: OrderId): string {
  const { subaccountId, clientId, orderFlags, clobPairId } = id;
  const number = subaccountId.number === 0 ? "" : `number:${subaccountId.number} `;
  return (
    `order_id:<subaccount_id:<owner:"${subaccountId.owner}" ${number}> ` +
    field("client_id", clientId) +
    field("order_flags", orderFlags) +
    `${field("clob_pair_id", clobPairId)}> `
  );
}

function field(name: string, value: number | bigint): string {
  return value === 0 || value === 0n ? "" : `${name}:${value} `;
}

/** The order as protobuf's text form of several lines. */
export function orderLinesText(o: Order): string {
  const { subaccountId, clientId, orderFlags, clobPairId } = o.orderId;
  const line = (indent: string, name: string, value: number | bigint | string) =>
    value === 0 || value === 0n ? "" : `${indent}${name}: ${value}\n`;
  return (
    `order_id: <\n  subaccount_id: <\n    owner: "${subaccountId.owner}"\n` +
    `${line("    ", "number", subaccountId.number)}  >\n` +
    line("  ", "client_id", clientId) +
    line("  ", "order_flags", orderFlags) +
    `${line("  ", "clob_pair_id", clobPairId)}>\n` +
    line("", "side", clob.Order_Side[o.side] ?? o.side) +
    line("", "quantums", o.quantums) +
    line("", "subticks", o.subticks) +
    line("", "good_til_block", goodTilBlock(o)) +
    line("", "good_til_block_time", goodTilTime(o))
  );
}

/** The order as protobuf's compact text form. */
export function orderProtoText(o: Order): string {
  return (
    `${orderIdProtoText(o.orderId)}side:${clob.Order_Side[o.side]} ` +
    field("quantums", o.quantums) +
    field("subticks", o.subticks) +
    field("good_til_block", goodTilBlock(o)) +
    field("good_til_block_time", goodTilTime(o))
  );
}
