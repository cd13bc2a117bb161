import type { clob } from "@perpetua/protocol";
import { type Draw, messageOf, oneOf } from "./draw.js";
import { asTwap, type Position, priceNear, type SimView, someOrder } from "./orders.js";

/** Takes all or part of a position off, or a little more than there is. */
function against(v: SimView, p: Position, kind: "shortTerm" | "twap"): clob.Order {
  const { rng } = v;
  const owner = v.accounts.find(({ address }) => address === p.owner) ?? rng.pick(v.accounts);
  const order = someOrder(v, owner, kind);
  const size = p.quantums < 0n ? -p.quantums : p.quantums;
  const part = (size * BigInt(rng.pick([250, 1_000, 1_000, 1_100]))) / 1_000n;
  const isBuy = p.quantums < 0n;
  order.orderId = {
    clientId: rng.int(12),
    orderFlags: 0,
    ...order.orderId,
    subaccountId: { owner: p.owner, number: p.number },
    clobPairId: p.market.pairId,
  };
  order.side = isBuy ? 1 : 2;
  order.quantums = part - (part % p.market.step) || p.market.step;
  order.reduceOnly = true;
  order.builderCodeParameters = undefined;
  return order;
}

/** An immediate order that closes a position, deep enough to find somebody. */
function closing(v: SimView, p: Position): clob.Order {
  const order = against(v, p, "shortTerm");
  order.timeInForce = 1;
  const price = priceNear(v, p.market, p.quantums < 0n);
  const deep = (price * (p.quantums < 0n ? 105n : 95n)) / 100n;
  order.subticks = deep - (deep % p.market.tick) || p.market.tick;
  return order;
}

/** The only reduce-only orders that may rest are legs of such a TWAP (clob.md §4.6). */
function reducingTwap(v: SimView, p: Position): clob.Order {
  const order = against(v, p, "twap");
  asTwap(v.rng, order, v.seconds);
  order.reduceOnly = true;
  order.timeInForce = 1;
  return order;
}

const place = (build: (v: SimView, p: Position) => clob.Order, otherwise: "shortTerm" | "twap") => {
  const draw: Draw = (v, asked) => {
    const held = v.positions();
    const order = held.length === 0 ? someOrder(v, asked, otherwise) : build(v, v.rng.pick(held));
    const owner = order.orderId?.subaccountId?.owner ?? asked.address;
    return {
      ...messageOf("dydxprotocol.clob.MsgPlaceOrder", { order }),
      by: oneOf(v, [owner], asked),
    };
  };
  return draw;
};

export const closePosition = place(closing, "shortTerm");
export const reduceByTwap = place(reducingTwap, "twap");
