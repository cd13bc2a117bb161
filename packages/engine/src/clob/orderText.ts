import { clob } from "@perpetua/protocol";
import { goodTilBlock, goodTilTime, type Order } from "./order.js";
import { isShortTerm, orderIdText } from "./orderId.js";

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

/** The order as protobuf's compact text form. */
export function orderProtoText(o: Order): string {
  const { subaccountId, clientId, orderFlags, clobPairId } = o.orderId;
  const number = subaccountId.number === 0 ? "" : `number:${subaccountId.number} `;
  const account = `subaccount_id:<owner:"${subaccountId.owner}" ${number}> `;
  const field = (name: string, value: number | bigint) =>
    value === 0 || value === 0n ? "" : `${name}:${value} `;
  const id =
    account +
    field("client_id", clientId) +
    field("order_flags", orderFlags) +
    field("clob_pair_id", clobPairId);
  const goodTil = isShortTerm(o.orderId)
    ? field("good_til_block", goodTilBlock(o))
    : field("good_til_block_time", goodTilTime(o));
  return (
    `order_id:<${id}> side:${clob.Order_Side[o.side]} ` +
    field("quantums", o.quantums) +
    field("subticks", o.subticks) +
    goodTil
  );
}
