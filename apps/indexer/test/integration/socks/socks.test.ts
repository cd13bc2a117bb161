import { services } from "@perpetua/api";
import { Topic } from "@perpetua/messaging";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SocksClient, SocksWorld } from "./world.js";

/** The examples E43–E54 of api.md §5 and the rules of api.md §3, over real sockets. */

const A = "dydx19htlnnawf4ksas2avldr7y2jkknu8f52g3dshy";
const BOOK = "/v4/orderbooks/perpetualMarket/BTC-USD";
const TRADES = "/v4/trades/perpetualMarket/BTC-USD";

let world: SocksWorld;
beforeEach(async () => {
  world = await SocksWorld.start();
  world.answers.set(BOOK, { body: { bids: [{ price: "65991", size: "1.25" }], asks: [] } });
  world.answers.set(TRADES, { body: { trades: [] } });
});
afterEach(() => world.stop());

test("any path is served; connected comes first", async () => {
  for (const path of ["/", "/v4/ws", "/whatever"]) {
    const client = new SocksClient(`ws://127.0.0.1:${world.server.port}${path}`);
    expect(await client.next()).toEqual({ type: "connected", message_id: 0 });
    client.socket.terminate();
  }
});

test("E44 order book, batched: snapshot objects, then pairs in one frame", async () => {
  const client = await world.connect();
  expect(await client.subscribe("v4_orderbook", "BTC-USD", true)).toEqual({
    type: "subscribed",
    message_id: 1,
    channel: "v4_orderbook",
    id: "BTC-USD",
    contents: { bids: [{ price: "65991", size: "1.25" }], asks: [] },
  });
  world.level("65991", "1.05");
  world.level("7", "1", "1");
  world.level("65990", "2");
  expect(await client.next()).toEqual({
    type: "channel_batch_data",
    message_id: 2,
    id: "BTC-USD",
    channel: "v4_orderbook",
    version: "1.0.0",
    contents: [{ bids: [["65991", "1.05"]] }, { bids: [["65990", "2"]] }],
  });
});

test("E45 markets: no id anywhere, unsubscribed without one", async () => {
  world.answers.set("/v4/perpetualMarkets", { body: { markets: {} } });
  const client = await world.connect();
  expect(await client.subscribe("v4_markets")).toEqual({
    type: "subscribed",
    message_id: 1,
    channel: "v4_markets",
    contents: { markets: {} },
  });
  world.publish(Topic.markets, { contents: '{"trading":{}}', version: "1.0.0" });
  expect(await client.next()).toEqual({
    type: "channel_data",
    message_id: 2,
    channel: "v4_markets",
    version: "1.0.0",
    contents: { trading: {} },
  });
  client.send({ type: "unsubscribe", channel: "v4_markets" });
  expect(await client.next()).toEqual({
    type: "unsubscribed",
    message_id: 3,
    channel: "v4_markets",
  });
  world.publish(Topic.markets, { contents: '{"trading":{}}', version: "1.0.0" });
  expect(await client.rest()).toEqual([]);
});

test("E46, E47 candles and block height", async () => {
  world.answers.set("/v4/candles/perpetualMarkets/BTC-USD?resolution=1MIN", {
    body: { candles: [] },
  });
  world.answers.set("/v4/height", { body: { height: "9", time: "t" } });
  const client = await world.connect();
  await client.subscribe("v4_candles", "BTC-USD/1MIN");
  expect(await client.subscribe("v4_block_height")).toMatchObject({
    id: "v4_block_height",
    contents: { height: "9" },
  });
  const candle = { contents: '{"trades":4}', clobPairId: "0", version: "1.0.0" };
  world.publish(Topic.candles, { ...candle, resolution: 1 });
  world.publish(Topic.candles, { ...candle, resolution: 0 });
  world.block(10);
  expect(await client.take(2)).toMatchObject([
    { id: "BTC-USD/1MIN", channel: "v4_candles", message_id: 3, contents: { trades: 4 } },
    { id: "v4_block_height", message_id: 4, contents: { blockHeight: "10" } },
  ]);
});

test("E48, E52 subaccounts: composed snapshot, unknown ones are live too", async () => {
  const orders = `/v4/orders?address=${A}&subaccountNumber=0`;
  world.answers.set("/v4/height", { body: { height: "100", time: "t" } });
  world.answers.set(`/v4/addresses/${A}/subaccountNumber/0`, {
    body: { subaccount: { equity: "1" } },
  });
  world.answers.set(`${orders}&status=OPEN,UNTRIGGERED,BEST_EFFORT_OPENED`, {
    body: [{ id: "a" }],
  });
  world.answers.set(`${orders}&status=BEST_EFFORT_CANCELED&goodTilBlockAfter=80`, {
    body: [{ id: "b" }],
  });
  const client = await world.connect();
  expect(await client.subscribe("v4_subaccounts", `${A}/0`)).toEqual({
    type: "subscribed",
    message_id: 1,
    channel: "v4_subaccounts",
    id: `${A}/0`,
    contents: {
      subaccount: { equity: "1" },
      orders: [{ id: "a" }, { id: "b" }],
      blockHeight: "100",
    },
  });
  expect(await client.subscribe("v4_subaccounts", `${A}/9`)).toMatchObject({ contents: {} });
  world.publish(Topic.subaccounts, subaccountMessage(9, { blockHeight: "101" }));
  expect(await client.next()).toMatchObject({
    type: "channel_data",
    message_id: 3,
    id: `${A}/9`,
    version: "3.0.0",
    contents: { blockHeight: "101" },
  });
});

function subaccountMessage(number: number, contents: object) {
  return {
    blockHeight: "",
    transactionIndex: 0,
    eventIndex: 0,
    contents: JSON.stringify(contents),
    subaccountId: { owner: A, number },
    version: "3.0.0",
  };
}

test("E51, K3 parent subaccounts: child number, no inner transfers, one batch per child", async () => {
  const live = await world.connect();
  const batched = await world.connect();
  await live.subscribe("v4_parent_subaccounts", `${A}/0`);
  await batched.subscribe("v4_parent_subaccounts", `${A}/0`, true);
  const transfers = (recipient: number) => ({
    sender: { address: A, subaccountNumber: 0 },
    recipient: { address: A, subaccountNumber: recipient },
  });
  world.publish(
    Topic.subaccounts,
    subaccountMessage(0, { transfers: transfers(128), blockHeight: "1" }),
  );
  world.publish(
    Topic.subaccounts,
    subaccountMessage(128, { transfers: transfers(1), blockHeight: "2" }),
  );
  world.publish(Topic.subaccounts, subaccountMessage(0, { blockHeight: "3" }));
  world.publish(Topic.subaccounts, subaccountMessage(1, { blockHeight: "4" }));
  const outer = { transfers: transfers(1), blockHeight: "2" };
  expect(await live.take(3)).toMatchObject([
    { subaccountNumber: 0, contents: { blockHeight: "1" } },
    { subaccountNumber: 128, contents: outer },
    { subaccountNumber: 0, contents: { blockHeight: "3" } },
  ]);
  const [first, second] = await batched.take(2);
  expect(first).toMatchObject({
    type: "channel_batch_data",
    subaccountNumber: 0,
    contents: [{ blockHeight: "1" }, { blockHeight: "3" }],
  });
  expect(second).toMatchObject({ subaccountNumber: 128, contents: [outer] });
  expect(await live.rest()).toEqual([]);
});

test("E53 form errors repeat the counter, id errors use one up", async () => {
  const client = await world.connect();
  const errorOf = async (message: unknown) => {
    world.nowMs += 2_000;
    client.send(message);
    const { type, message: text, message_id: id, ...more } = await client.next();
    expect(type).toBe("error");
    return [text, id, more];
  };
  const subscribe = (channel: string, id?: unknown) => ({ type: "subscribe", channel, id });
  const invalidId = (channel: string, id: string) =>
    `Invalid subscription id for channel: (${channel}-${id})`;
  expect(await errorOf("PONG")).toEqual(["Invalid message: could not parse", 0, {}]);
  expect(await errorOf({ channel: "v4_trades" })).toEqual([
    "Invalid message: type is required",
    0,
    {},
  ]);
  expect(await errorOf({ type: "nope" })).toEqual(["Invalid message type: nope", 0, {}]);
  expect(await errorOf({ type: "subscribe" })).toEqual([
    "Invalid subscribe message: channel is required",
    0,
    {},
  ]);
  expect(await errorOf({ type: "unsubscribe" })).toEqual([
    "Invalid subscribe message: channel is required",
    0,
    {},
  ]);
  expect(await errorOf(subscribe("v4_foo"))).toEqual(["Invalid channel: v4_foo", 0, {}]);
  expect(await errorOf(subscribe("v4_trades"))).toEqual(["Invalid id: undefined", 0, {}]);
  expect(await errorOf(subscribe("v4_trades", 7))).toEqual(["Invalid id: 7", 0, {}]);
  expect(await errorOf("null")).toEqual(["Internal error", 0, {}]);
  for (const [index, [channel, id]] of [
    ["v4_trades", "NOPE-USD"],
    ["v4_candles", "BTC-USD"],
    ["v4_candles", "BTC-USD/2MINS"],
    ["v4_subaccounts", A],
    ["v4_subaccounts", `${A}/x`],
    ["v4_subaccounts", `${A}/128000`],
    ["v4_parent_subaccounts", `${A}/128`],
  ].entries()) {
    expect(await errorOf(subscribe(channel!, id))).toEqual([
      invalidId(channel!, id!),
      index + 1,
      {},
    ]);
  }
});

test("E54 a double subscribe is refused, a third within a second closes", async () => {
  const client = await world.connect();
  await client.subscribe("v4_trades", "BTC-USD");
  expect(await client.subscribe("v4_trades", "BTC-USD")).toEqual({
    type: "error",
    message: "Invalid subscribe message: already subscribed (v4_trades-BTC-USD)",
    message_id: 2,
    channel: "v4_trades",
    id: "BTC-USD",
  });
  expect(await client.subscribe("v4_trades", "BTC-USD")).toEqual({
    type: "error",
    message:
      "Too many subscribe attempts for channel v4_trades-BTC-USD. Please  reconnect and try again.",
    message_id: 3,
  });
  expect(await client.closed).toEqual({ code: 1008, reason: '{"message":"Rate limited"}' });
});

test("more than two invalid messages within a second close", async () => {
  const client = await world.connect();
  for (let i = 0; i < 3; i += 1) client.send("x");
  const [, , last] = await client.take(3);
  expect(last).toMatchObject({
    message: "Too many invalid messages. Please reconnect and try again.",
  });
  expect(await client.closed).toMatchObject({ code: 1008 });
});

test("subscriptions per channel are limited, and unsubscribing frees one", async () => {
  world.answers.set("/v4/height", { body: { height: "1", time: "t" } });
  const client = await world.connect();
  await client.subscribe("v4_block_height");
  expect(await client.subscribe("v4_block_height")).toMatchObject({
    message: "Per-connection subscription limit reached for v4_block_height (limit=1).",
    message_id: 2,
  });
  client.send({ type: "unsubscribe", channel: "v4_block_height" });
  expect(await client.next()).toEqual({
    type: "unsubscribed",
    message_id: 3,
    channel: "v4_block_height",
  });
  world.nowMs += 2_000;
  expect(await client.subscribe("v4_block_height")).toMatchObject({ type: "subscribed" });
});

test("a JSON ping has no answer", async () => {
  const client = await world.connect();
  client.send({ type: "ping", id: 1 });
  expect(await client.rest()).toEqual([]);
});

test("failing snapshots: internal error with channel and id, 403 with the address notice (§3.7)", async () => {
  world.answers.set(TRADES, { status: 500, body: {} });
  world.answers.set(BOOK, { status: 403, body: { errors: [{ code: "GEOBLOCKED", msg: "no" }] } });
  const client = await world.connect();
  expect(await client.subscribe("v4_trades", "BTC-USD")).toEqual({
    type: "error",
    message: "Internal error, could not fetch data for subscription: v4_trades.",
    message_id: 1,
    channel: "v4_trades",
    id: "BTC-USD",
  });
  const refused = async () => (await client.subscribe("v4_orderbook", "BTC-USD")).message;
  expect(await refused()).toBe(services.ADDRESS_NOTICE);
  world.answers.set(BOOK, { status: 403, body: { errors: [{ msg: "by a proxy" }] } });
  expect(await refused()).toBe("by a proxy");
  // Neither holds a slot.
  world.answers.set(TRADES, { body: { trades: [] } });
  expect(await client.subscribe("v4_trades", "BTC-USD")).toMatchObject({ type: "subscribed" });
});

test("nothing is lost or doubled between snapshot and updates", async () => {
  let open: (value: unknown) => void = () => undefined;
  const wait = new Promise((resolve) => {
    open = resolve;
  });
  const trade = (id: string) => ({
    blockHeight: "5",
    contents: JSON.stringify({ trades: [{ id }] }),
    clobPairId: "0",
    version: "2.1.0",
  });
  world.answers.set(TRADES, { body: { trades: [{ id: "aa" }] }, wait });
  world.answers.set(BOOK, { body: { bids: [], asks: [] }, wait });
  const client = await world.connect();
  client.send({ type: "subscribe", channel: "v4_trades", id: "BTC-USD" });
  client.send({ type: "subscribe", channel: "v4_orderbook", id: "BTC-USD", batched: true });
  while (world.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  world.publish(Topic.trades, trade("aa"));
  world.publish(Topic.trades, trade("bb"));
  world.level("1", "2");
  open(undefined);
  const frames = await client.take(4);
  const of = (channel: string) => frames.filter((frame) => frame.channel === channel);
  expect(of("v4_trades")).toMatchObject([
    { type: "subscribed", message_id: 1, contents: { trades: [{ id: "aa" }] } },
    { type: "channel_data", contents: { trades: [{ id: "bb" }] } },
  ]);
  expect(of("v4_orderbook")).toMatchObject([
    { type: "subscribed", message_id: 2 },
    { type: "channel_batch_data", contents: [{ bids: [["1", "2"]] }] },
  ]);
  world.publish(Topic.trades, trade("cc"));
  expect(await client.next()).toMatchObject({
    message_id: 5,
    contents: { trades: [{ id: "cc" }] },
  });
});

test("subscribers of one topic share a snapshot request made after they registered", async () => {
  let open: (value: unknown) => void = () => undefined;
  const wait = new Promise((resolve) => {
    open = resolve;
  });
  world.answers.set(BOOK, { body: { bids: [], asks: [] }, wait });
  const clients = await Promise.all(Array.from({ length: 20 }, () => world.connect()));
  const subscribed = clients.map((client) => client.subscribe("v4_orderbook", "BTC-USD"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  open(undefined);
  await Promise.all(subscribed);
  expect(world.requests.filter((url) => url === BOOK)).toHaveLength(2);
});

test("unsubscribing during the snapshot wins", async () => {
  let open: (value: unknown) => void = () => undefined;
  world.answers.set(TRADES, {
    body: { trades: [] },
    wait: new Promise((resolve) => {
      open = resolve;
    }),
  });
  const client = await world.connect();
  client.send({ type: "subscribe", channel: "v4_trades", id: "BTC-USD" });
  client.send({ type: "unsubscribe", channel: "v4_trades", id: "BTC-USD" });
  expect(await client.next()).toMatchObject({ type: "unsubscribed", message_id: 2 });
  open(undefined);
  expect(await client.rest()).toEqual([]);
});

test("large frames and many frames arrive whole", async () => {
  const client = await world.connect();
  await client.subscribe("v4_orderbook", "BTC-USD");
  const long = "9".repeat(70_000);
  const sizes = Array.from({ length: 300 }, (_, i) => (i % 100 === 7 ? long : String(i)));
  for (const size of sizes) world.level("1", size);
  const frames = await client.take(300);
  expect(frames.map(({ message_id }) => message_id)).toEqual(sizes.map((_, i) => i + 2));
  expect(frames.map(({ contents }) => (contents as { bids: string[][] }).bids[0]?.[1])).toEqual(
    sizes,
  );
});

test("unknown markets and broken records are dropped, the stream goes on", async () => {
  const client = await world.connect();
  await client.subscribe("v4_orderbook", "BTC-USD");
  world.level("1", "1", "77");
  world.socks.forwardMessage(Topic.orderbooks, { value: undefined });
  const broken = { value: Buffer.from([0xff]) };
  expect(() => world.socks.forwardMessage(Topic.orderbooks, broken)).toThrow();
  world.level("1", "2");
  expect(await client.next()).toMatchObject({ contents: { bids: [["1", "2"]] } });
  expect(world.dropped).toEqual(["unroutable", "unroutable"]);
});

test("shutting down says goodbye", async () => {
  const client = await world.connect();
  const closed = client.closed;
  await world.server.close();
  expect(await closed).toEqual({ code: 1012, reason: '{"message":"Service restarting"}' });
});
