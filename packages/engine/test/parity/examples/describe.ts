import { moduleAddress } from "../../../src/auth/index.js";
import type { Fill, PlayedBlock, StatefulOrder } from "./history.js";

/** Accounts of the recorded network, by the letters of its keys. */
export const ALICE = "dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4";
export const BOB = "dydx10fx7sy6ywd5senxae9dwytf8jxek3t2gcen2vs";
export const DAVE = "dydx1wau5mja7j7zdavtfq9lu7ejef05hm6ffenlcsn";
export const GRACE = "dydx1avgyh77ycn997ja45q5q8ss8y9mr424jfrvh4k";

/** `amount @ subticks, taker fee / maker fee`. */
export function fillText(f: Fill): string {
  return `${f.fillAmount} @ ${f.makerOrder?.subticks}, ${f.takerFee} / ${f.makerFee}`;
}

/** Quote quantums of a fill, as its `match` event reports them for the maker. */
export function quoteOf(block: PlayedBlock, index: number): bigint {
  const event = matches(block)[index];
  const delta = BigInt(event?.maker_quote_balance_delta_quote_quantums ?? 0);
  const fee = BigInt(event?.maker_order_fee_quote_quantums ?? 0);
  const quote = delta + fee;
  return quote < 0n ? -quote : quote;
}

export const matches = (block: PlayedBlock) => block.cosmos.filter((e) => e.type === "match");

const NAMES = new Map(
  [
    "subaccounts",
    "subaccounts:300",
    "fee_collector",
    "insurance_fund",
    "distribution",
    "vault",
  ].map((name) => [moduleAddress(name), name]),
);

/** USDC that moved between coin accounts: `from → to amount`, in order. */
export function transfers(block: PlayedBlock): string[] {
  return block.cosmos
    .filter((e) => e.type === "transfer" && e.amount?.includes("ibc/"))
    .map((e) => {
      const name = (address = "") => NAMES.get(address) ?? address;
      return `${name(e.sender)} → ${name(e.recipient)} ${e.amount?.split("ibc/")[0]}`;
    });
}

/** Placements and removals of an owner's stateful orders as short texts. */
export function statefulTexts(events: readonly StatefulOrder[], owner: string): string[] {
  return events.flatMap((e) => {
    const order = e.longTermOrderPlacement?.order ?? e.twapOrderPlacement?.order;
    const id = order?.orderId ?? e.orderRemoval?.removedOrderId;
    if (id?.subaccountId?.owner !== owner) return [];
    if (order === undefined) {
      return [`remove ${id.clientId} flag ${id.orderFlags}, reason ${e.orderRemoval?.reason}`];
    }
    const flag = order.timeInForce === 2 ? "P" : "";
    const side = order.side === 1 ? "bid" : "ask";
    return [`${side} ${order.subticks}${flag} × ${order.quantums}`];
  });
}
