import { clob, cosmosBank, sending } from "@perpetua/protocol";
import type { CancelIntent, Intent, OrderIntent } from "./intents";

/** One message as it travels in a transaction. */
export interface AnyMessage {
  typeUrl: string;
  value: Uint8Array;
}

const USDC_ASSET_ID = 0;

/** The chain message of an intent, owned by `owner`. */
export function messageOf(intent: Intent, owner: string): AnyMessage {
  switch (intent.kind) {
    case "placeOrder":
      return placeOrder(intent, owner);
    case "cancelOrder":
      return cancelOrder(intent, owner);
    case "deposit":
      return {
        typeUrl: "/dydxprotocol.sending.MsgDepositToSubaccount",
        value: sending.MsgDepositToSubaccount.encode({
          sender: owner,
          recipient: { owner, number: intent.subaccountNumber },
          assetId: USDC_ASSET_ID,
          quantums: intent.quantums,
        }).finish(),
      };
    case "withdraw":
      return {
        typeUrl: "/dydxprotocol.sending.MsgWithdrawFromSubaccount",
        value: sending.MsgWithdrawFromSubaccount.encode({
          sender: { owner, number: intent.subaccountNumber },
          recipient: intent.recipient,
          assetId: USDC_ASSET_ID,
          quantums: intent.quantums,
        }).finish(),
      };
    case "transfer":
      return {
        typeUrl: "/dydxprotocol.sending.MsgCreateTransfer",
        value: sending.MsgCreateTransfer.encode({
          transfer: {
            sender: { owner, number: intent.subaccountNumber },
            recipient: { owner: intent.recipient, number: intent.recipientNumber },
            assetId: USDC_ASSET_ID,
            amount: intent.quantums,
          },
        }).finish(),
      };
    case "send":
      return {
        typeUrl: "/cosmos.bank.v1beta1.MsgSend",
        value: cosmosBank.MsgSend.encode({
          fromAddress: owner,
          toAddress: intent.recipient,
          amount: [{ denom: intent.denom, amount: intent.amount.toString() }],
        }).finish(),
      };
  }
}

const TIME_IN_FORCE = {
  GTT: clob.Order_TimeInForce.TIME_IN_FORCE_UNSPECIFIED,
  IOC: clob.Order_TimeInForce.TIME_IN_FORCE_IOC,
  POST_ONLY: clob.Order_TimeInForce.TIME_IN_FORCE_POST_ONLY,
} as const;

const goodTilFields = (
  goodTil: OrderIntent["goodTil"],
): { goodTilBlock: number } | { goodTilBlockTime: number } =>
  "block" in goodTil ? { goodTilBlock: goodTil.block } : { goodTilBlockTime: goodTil.unixSeconds };

function placeOrder(intent: OrderIntent, owner: string): AnyMessage {
  const order = clob.Order.fromPartial({
    orderId: {
      subaccountId: { owner, number: intent.subaccountNumber },
      clientId: intent.clientId,
      orderFlags: intent.flags,
      clobPairId: intent.clobPairId,
    },
    side: intent.side === "BUY" ? clob.Order_Side.SIDE_BUY : clob.Order_Side.SIDE_SELL,
    quantums: intent.quantums,
    subticks: intent.subticks,
    timeInForce: TIME_IN_FORCE[intent.timeInForce],
    reduceOnly: intent.reduceOnly,
    clientMetadata: intent.isMarket ? 1 : 0,
    ...goodTilFields(intent.goodTil),
  });
  return {
    typeUrl: "/dydxprotocol.clob.MsgPlaceOrder",
    value: clob.MsgPlaceOrder.encode({ order }).finish(),
  };
}

function cancelOrder(intent: CancelIntent, owner: string): AnyMessage {
  const message = clob.MsgCancelOrder.fromPartial({
    orderId: {
      subaccountId: { owner, number: intent.subaccountNumber },
      clientId: intent.clientId,
      orderFlags: intent.flags,
      clobPairId: intent.clobPairId,
    },
    ...goodTilFields(intent.goodTil),
  });
  return {
    typeUrl: "/dydxprotocol.clob.MsgCancelOrder",
    value: clob.MsgCancelOrder.encode(message).finish(),
  };
}
