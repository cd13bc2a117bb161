import { beforeEach, describe, expect, it } from "vitest";
import { toText } from "../../src/lib/decimal/dec";
import type { WireOrder } from "../../src/lib/exchange/wire";
import { AccountFeed } from "../../src/lib/feed/AccountFeed";
import { Emitter } from "../../src/lib/feed/Emitter";
import { FakeExchange } from "./fakes";

const KEY = "v4_subaccounts|dydx1a/0";
let fake: FakeExchange;
let feed: AccountFeed;

const order = (patch: Partial<WireOrder>): WireOrder => ({
  id: "o1",
  clientId: "7",
  clobPairId: "0",
  orderFlags: "64",
  ticker: "BTC-USD",
  status: "OPEN",
  side: "BUY",
  size: "2",
  price: "100",
  totalFilled: "0",
  timeInForce: "GTT",
  updatedAtHeight: "10",
  ...patch,
});
const position = { market: "BTC-USD", side: "LONG", entryPrice: "100", netFunding: "0" };

beforeEach(() => {
  fake = new FakeExchange();
  feed = new AccountFeed(fake.exchange, new Emitter());
  feed.open({ address: "dydx1a", subaccountNumber: 0 });
});

const ready = (): void =>
  fake.snapshot(KEY, {
    subaccount: {
      address: "dydx1a",
      subaccountNumber: 0,
      equity: "0",
      freeCollateral: "0",
      openPerpetualPositions: { "BTC-USD": { ...position, status: "OPEN", size: "1" } },
      assetPositions: { USDC: { symbol: "USDC", side: "SHORT", size: "50" } },
    },
    orders: [order({})],
    blockHeight: "10",
  });

describe("AccountFeed", () => {
  it("knows an account that does not exist yet from one that does", () => {
    fake.snapshot(KEY, {});
    expect(feed.phase).toBe("empty");
    fake.update(KEY, { assetPositions: [{ symbol: "USDC", side: "LONG", size: "10000" }] });
    expect(feed.phase).toBe("ready");
    expect(toText(feed.quote)).toBe("10000");
  });

  it("signs balances by side and drops closed positions", () => {
    ready();
    expect(toText(feed.quote)).toBe("-50");
    fake.update(KEY, { perpetualPositions: [{ ...position, status: "CLOSED", size: "0" }] });
    expect(feed.positions.size).toBe(0);
  });

  it("merges short messages over what is known and never re-opens a finished order", () => {
    ready();
    fake.update(KEY, {
      orders: [order({ status: "OPEN", totalFilled: "0.5", updatedAtHeight: "11" })],
    });
    expect(feed.orders.get("o1")?.status).toBe("partial");
    const removal: WireOrder = {
      id: "o1",
      clientId: "7",
      clobPairId: "0",
      orderFlags: "64",
      ticker: "BTC-USD",
      status: "CANCELED",
      removalReason: "ORDER_REMOVAL_REASON_USER_CANCELED",
    };
    fake.update(KEY, { orders: [removal] });
    const canceled = feed.orders.get("o1");
    expect(canceled?.status).toBe("canceled");
    expect(toText(canceled!.price)).toBe("100");
    expect(toText(canceled!.filled)).toBe("0.5");
    fake.update(KEY, { orders: [order({ status: "OPEN", updatedAtHeight: "11" })] });
    expect(feed.orders.get("o1")?.status).toBe("canceled");
  });

  it("ends immediate orders at their best-effort cancel and others with their last block", () => {
    ready();
    const short = { orderFlags: "0", goodTilBlock: "20", status: "BEST_EFFORT_CANCELED" } as const;
    fake.update(KEY, { orders: [order({ ...short, id: "ioc", timeInForce: "IOC" })] });
    fake.update(KEY, { orders: [order({ ...short, id: "gtt" })] });
    expect(feed.orders.get("ioc")?.status).toBe("canceled");
    expect(feed.orders.get("gtt")?.status).toBe("canceling");
    feed.expire(20);
    expect(feed.orders.get("gtt")?.status).toBe("canceling");
    feed.expire(21);
    expect(feed.orders.get("gtt")).toMatchObject({
      status: "canceled",
      removalReason: "ORDER_REMOVAL_REASON_EXPIRED",
    });
    expect(feed.orders.get("o1")?.status).toBe("open");
  });

  it("forgets open orders that a reconnect no longer lists", () => {
    ready();
    fake.snapshot(KEY, {
      subaccount: {
        address: "dydx1a",
        subaccountNumber: 0,
        equity: "0",
        freeCollateral: "0",
        openPerpetualPositions: {},
        assetPositions: {},
      },
      orders: [],
    });
    expect(feed.orders.size).toBe(0);
  });

  it("lists each fill once, newest first", () => {
    ready();
    const fill = (id: string, second: number) => ({
      id,
      side: "BUY",
      liquidity: "TAKER",
      type: "LIMIT",
      ticker: "BTC-USD",
      price: "100",
      size: "1",
      fee: "0.05",
      createdAt: new Date(second * 1000).toISOString(),
      createdAtHeight: "11",
      orderId: "o1",
    });
    fake.update(KEY, { fills: [fill("f1", 1)] }, { fills: [fill("f2", 2), fill("f1", 1)] });
    expect(feed.fills.map((f) => f.id)).toEqual(["f2", "f1"]);
    expect(feed.fills[0]?.market).toBe("BTC-USD");
  });
});
