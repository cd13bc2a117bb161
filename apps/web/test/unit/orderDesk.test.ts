import { beforeEach, describe, expect, it, vi } from "vitest";
import { dec } from "../../src/lib/decimal/dec";
import type { BroadcastResult } from "../../src/lib/exchange/node";
import { parseMarket } from "../../src/lib/exchange/parse";
import type { WireOrder } from "../../src/lib/exchange/wire";
import { AccountFeed } from "../../src/lib/feed/AccountFeed";
import { Emitter } from "../../src/lib/feed/Emitter";
import { OrderDesk, type OrderRequest } from "../../src/lib/orders/OrderDesk";
import { OrderToasts } from "../../src/lib/orders/OrderToasts";
import { refusalReason, removalReason } from "../../src/lib/orders/reasons";
import type { TxSender } from "../../src/lib/orders/TxSender";
import { ToastStore } from "../../src/lib/toasts/ToastStore";
import type { Intent, OrderIntent } from "../../src/lib/wallet/intents";
import { FakeExchange } from "./fakes";
import { wireMarket } from "./fixtures";

const KEY = "v4_subaccounts|dydx1a/0";
const OK: BroadcastResult = { code: 0, codespace: "", log: "[]", hash: "AB" };
const market = parseMarket(wireMarket("BTC-USD"));
const request: OrderRequest = {
  market,
  side: "BUY",
  size: dec("0.25"),
  price: dec("28000"),
  isMarket: false,
  immediate: false,
  postOnly: true,
  reduceOnly: false,
};

let fake: FakeExchange;
let sent: Intent[];
let answer: () => Promise<BroadcastResult>;
let desk: OrderDesk;
let account: AccountFeed;
let toasts: ToastStore;

beforeEach(() => {
  vi.useFakeTimers();
  fake = new FakeExchange();
  sent = [];
  answer = async () => OK;
  const emitter = new Emitter();
  account = new AccountFeed(fake.exchange, emitter);
  account.open({ address: "dydx1a", subaccountNumber: 0 });
  toasts = new ToastStore(emitter);
  const sender = {
    send: async (intent: Intent, hooks: { onSigned?: () => void } = {}) => {
      sent.push(intent);
      hooks.onSigned?.();
      return answer();
    },
  } as unknown as TxSender;
  desk = new OrderDesk({
    exchange: fake.exchange,
    emitter,
    account,
    sender,
    toasts: new OrderToasts(toasts, () => new Map([["BTC-USD", market]])),
    height: () => 100,
  });
  return () => vi.useRealTimers();
});

const wire = (clientId: number, patch: Partial<WireOrder> = {}): WireOrder => ({
  id: "o1",
  clientId: String(clientId),
  clobPairId: "0",
  orderFlags: "64",
  ticker: "BTC-USD",
  status: "OPEN",
  side: "BUY",
  size: "0.25",
  price: "28000",
  timeInForce: "GTT",
  clientMetadata: "0",
  ...patch,
});
const lastTitle = (): string | undefined => toasts.toasts.at(-1)?.title.key;
const lastDetail = (): string | undefined => toasts.toasts.at(-1)?.detail?.key;

describe("placing", () => {
  it("turns sizes and prices into quantums and subticks of a long-term order", async () => {
    await desk.place(request);
    const intent = sent[0] as OrderIntent;
    expect(intent).toMatchObject({ flags: 64, timeInForce: "POST_ONLY", isMarket: false });
    expect(intent.quantums).toBe(2_500_000_000n);
    expect(intent.subticks).toBe(2_800_000_000n);
    expect(intent.goodTil).toHaveProperty("unixSeconds");
  });

  it("sends market orders as short-term immediate ones", async () => {
    await desk.place({ ...request, isMarket: true, immediate: true, postOnly: false });
    expect(sent[0]).toMatchObject({
      flags: 0,
      timeInForce: "IOC",
      isMarket: true,
      goodTil: { block: 120 },
    });
  });

  it("shows the order at once and hands over to the stream", async () => {
    const placed = desk.place(request);
    expect(desk.local.size).toBe(1);
    const { clientId } = await placed;
    expect(desk.local.get(clientId)?.state).toBe("accepted");
    fake.update(KEY, { orders: [wire(clientId)] });
    expect(desk.local.size).toBe(0);
    expect(lastDetail()).toBe("toast.resting");
  });

  it("says in words why the node refused", async () => {
    answer = async () => ({
      ...OK,
      code: 3007,
      codespace: "clob",
      log: "NewlyUndercollateralized",
    });
    const order = await desk.place(request);
    expect(order.state).toBe("rejected");
    expect(desk.local.size).toBe(0);
    expect([lastTitle(), lastDetail()]).toEqual(["toast.rejected", "reason.collateral"]);
  });

  it("a lost answer is unknown, not failed, until the indexer tells", async () => {
    answer = async () => {
      throw new TypeError("network");
    };
    const order = await desk.place(request);
    expect(order.state).toBe("unknown");
    expect(lastDetail()).toBe("toast.unknown");
    fake.orders = [wire(order.clientId) as never];
    await vi.advanceTimersByTimeAsync(1500);
    expect(desk.local.size).toBe(0);
    expect(account.orders.get("o1")?.status).toBe("open");
  });

  it("an accepted order without news for three seconds is checked", async () => {
    const { clientId } = await desk.place(request);
    await vi.advanceTimersByTimeAsync(3100);
    expect(desk.local.get(clientId)?.state).toBe("unknown");
  });

  it("an immediate order that met nothing ends as such", async () => {
    await desk.place({ ...request, isMarket: true, immediate: true, postOnly: false });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(desk.local.size).toBe(0);
    expect(lastDetail()).toBe("toast.nothingFilled");
  });

  it("tells fills with their average price", async () => {
    const { clientId } = await desk.place({
      ...request,
      isMarket: true,
      immediate: true,
      postOnly: false,
    });
    const fill = (id: string, size: string, price: string) => ({
      id,
      side: "BUY",
      liquidity: "TAKER",
      type: "LIMIT",
      ticker: "BTC-USD",
      price,
      size,
      fee: "0",
      createdAt: new Date(0).toISOString(),
      createdAtHeight: "1",
      orderId: "o1",
    });
    const orders = [wire(clientId, { status: "FILLED", clientMetadata: "1", timeInForce: "IOC" })];
    fake.update(KEY, { orders, fills: [fill("a", "0.1", "28000"), fill("b", "0.15", "28100")] });
    expect(lastTitle()).toBe("toast.filled.buy");
    expect(toasts.toasts.at(-1)?.detail?.params).toMatchObject({ size: "0.25", price: "28,060" });
  });
});

describe("cancelling and moving", () => {
  it("cancels with the order's own expiry", async () => {
    fake.update(KEY, { orders: [wire(5, { goodTilBlockTime: "2026-12-01T00:00:00.000Z" })] });
    await desk.cancel(account.orders.get("o1")!);
    expect(sent[0]).toMatchObject({
      kind: "cancelOrder",
      clientId: 5,
      goodTil: { unixSeconds: Date.parse("2026-12-01T00:00:00.000Z") / 1000 },
    });
    expect(desk.canceling.has("o1")).toBe(true);
    fake.update(KEY, { orders: [wire(5, { status: "CANCELED" })] });
    expect(desk.canceling.has("o1")).toBe(false);
  });

  it("moves by placing first; a refused placement leaves the old order alone", async () => {
    fake.update(KEY, { orders: [wire(5)] });
    answer = async () => ({ ...OK, code: 3007, codespace: "clob" });
    await desk.move(account.orders.get("o1")!, market, dec("28100"));
    expect(sent.map((intent) => intent.kind)).toEqual(["placeOrder"]);
    answer = async () => OK;
    await desk.move(account.orders.get("o1")!, market, dec("28100"));
    expect(sent.map((intent) => intent.kind)).toEqual(["placeOrder", "placeOrder", "cancelOrder"]);
  });
});

describe("reasons", () => {
  it("maps codes to sentences and keeps unmapped ones whole", () => {
    const key = (codespace: string, code: number): string =>
      refusalReason({ codespace, code, log: "text" }).key;
    expect(key("clob", 2003)).toBe("reason.postOnly");
    expect(key("sdk", 13)).toBe("reason.fee");
    expect(refusalReason({ codespace: "vault", code: 9, log: "why" })).toEqual({
      key: "reason.other",
      params: { code: "vault 9", log: "why" },
    });
    expect(removalReason("ORDER_REMOVAL_REASON_EXPIRED")?.key).toBe("removal.expired");
    expect(removalReason("ORDER_REMOVAL_REASON_FULLY_FILLED")).toBeNull();
  });
});
