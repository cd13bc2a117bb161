import { afterEach, expect, test } from "vitest";
import { SocksClient, SocksWorld } from "./world.js";

let world: SocksWorld | undefined;
afterEach(() => world?.stop());

test("a client that does not answer pings is closed with 1011", async () => {
  world = await SocksWorld.start({ pingIntervalMs: 50, pongTimeoutMs: 50 });
  const url = `ws://127.0.0.1:${world.server.port}/v4/ws`;
  const silent = new SocksClient(url, false);
  const alive = await world.connect();
  expect(await silent.closed).toEqual({ code: 1011, reason: "Heartbeat timeout" });
  expect(alive.socket.readyState).toBe(alive.socket.OPEN);
});

test("a client that does not read is dropped, others are not disturbed", async () => {
  world = await SocksWorld.start({ settings: { maxBufferedBytes: 1_000_000 } });
  const book = "/v4/orderbooks/perpetualMarket/BTC-USD";
  world.answers.set(book, { body: { bids: [], asks: [] } });
  const slow = await world.connect();
  await slow.subscribe("v4_orderbook", "BTC-USD");
  slow.socket.pause();
  const fast = await world.connect();
  await fast.subscribe("v4_orderbook", "BTC-USD");
  let sent = 0;
  const deadline = Date.now() + 20_000;
  while (world.dropped.length === 0 && Date.now() < deadline) {
    for (let i = 0; i < 50; i += 1) world.level("1", "9".repeat(1_000));
    sent += 50;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(world.dropped).toEqual(["slow"]);
  expect(await fast.take(sent)).toHaveLength(sent);
  slow.socket.resume();
  const { code } = await slow.closed;
  // 1006 when the grace period ended before the client had read the close frame.
  expect([4000, 1006]).toContain(code);
});

test("a snapshot that takes too long is an error", async () => {
  world = await SocksWorld.start({ timeoutMs: 50 });
  world.answers.set("/v4/trades/perpetualMarket/BTC-USD", {
    body: {},
    wait: new Promise((resolve) => setTimeout(resolve, 300)),
  });
  const client = await world.connect();
  expect(await client.subscribe("v4_trades", "BTC-USD")).toMatchObject({
    message: "Internal error, could not fetch data for subscription: v4_trades.",
  });
});
