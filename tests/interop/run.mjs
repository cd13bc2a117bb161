/**
 * The unmodified official JavaScript client trades on the running local network: faucet, deposit,
 * short-term order into the vault's quotes, resting long-term order, single and batch cancel,
 * transfer, withdrawal. After each step REST, streams and balances must agree.
 */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { dydx, network, stackUrls } from "./client.mjs";
import { Feed } from "./feed.mjs";
import { eventually, finish, step } from "./harness.mjs";

const MARKET = "BTC-USD";
const USDC = 1_000_000;
const Long = createRequire(import.meta.url)("long");
const {
  OrderSide,
  OrderType,
  OrderTimeInForce,
  OrderExecution,
  OrderFlags,
  SubaccountInfo,
  LocalWallet,
} = dydx;

const urls = stackUrls();
const net = network(urls);
const client = await dydx.CompositeClient.connect(net);
const indexer = new dydx.IndexerClient(net.indexerConfig);
const wallet = await LocalWallet.fromMnemonic(await freshMnemonic(), dydx.BECH32_PREFIX);
const address = wallet.address;
const main = SubaccountInfo.forLocalWallet(wallet, 0);
const feed = new Feed(net.indexerConfig);
const clientId = () => Math.floor(Math.random() * 2 ** 31);

async function freshMnemonic() {
  const { generateMnemonic } = await import("@scure/bip39");
  const { wordlist } = await import("@scure/bip39/wordlists/english.js");
  return generateMnemonic(wordlist, 256);
}

const subaccount = async (number = 0) =>
  (await indexer.account.getSubaccount(address, number)).subaccount;
const walletUsdc = async () => {
  const balance = await client.validatorClient.get.getAccountBalance(
    address,
    net.validatorConfig.denoms.USDC_DENOM,
  );
  return Number(balance?.amount ?? 0);
};
const market = async () => (await indexer.markets.getPerpetualMarkets(MARKET)).markets[MARKET];
const book = () => indexer.markets.getPerpetualMarketOrderbook(MARKET);
const orders = () => indexer.account.getSubaccountOrders(address, 0);
const height = async () => (await client.validatorClient.get.latestBlock()).header.height;
const contentsOf = (number = 0) => feed.updates("v4_subaccounts", `${address}/${number}`);
const ordersSeen = () => contentsOf().flatMap((c) => c.orders ?? []);
/** `transfers` is one object, not a list (api.md). */
const transferSeen = (number, type, size) =>
  contentsOf(number).some((c) => c.transfers?.type === type && Number(c.transfers.size) === size);
/** Waits until the newest USDC position on the stream is what REST answers. */
async function usdcAgrees(number = 0) {
  await eventually(`USDC of subaccount ${number} on the stream`, async () => {
    const { positions } = await indexer.account.getSubaccountAssetPositions(address, number);
    const stored = positions.find((p) => p.symbol === "USDC");
    const sent = contentsOf(number)
      .flatMap((c) => c.assetPositions ?? [])
      .filter((p) => p.symbol === "USDC")
      .at(-1);
    return sent !== undefined && sent.size === stored?.size && sent.side === stored.side;
  });
}

await step("the client connects to node, indexer and socket", async () => {
  await feed.opened;
  assert.equal(typeof (await indexer.utility.getTime()).iso, "string");
  assert.ok(Number((await indexer.utility.getHeight()).height) > 0);
  assert.equal((await market()).status, "ACTIVE");
});

await step("the streams of markets, book, trades and candles answer with snapshots", async () => {
  feed.socket.subscribeToMarkets();
  feed.socket.subscribeToOrderbook(MARKET);
  feed.socket.subscribeToTrades(MARKET);
  feed.socket.subscribeToCandles(MARKET, dydx.CandlesResolution?.ONE_MINUTE ?? "1MIN");
  for (const channel of ["v4_markets", "v4_orderbook", "v4_trades", "v4_candles"]) {
    await eventually(`${channel} snapshot`, () =>
      feed.of(channel).some((m) => m.type === "subscribed"),
    );
  }
});

await step("the faucet funds wallet and subaccount", async () => {
  const faucet = new dydx.FaucetClient(urls.faucet.replace(/\/+$/, ""));
  assert.equal((await faucet.fillNative(address)).status, 202);
  assert.equal((await faucet.fill(address, 0, 2_000)).status, 202);
  await eventually(
    "funded subaccount",
    () => subaccount(),
    (s) => Number(s.equity) === 2_000,
  );
  assert.equal(await walletUsdc(), 1_000 * USDC);
  feed.socket.subscribeToSubaccount(address, 0);
  await eventually("subaccount snapshot", () =>
    feed.of("v4_subaccounts").some((m) => m.type === "subscribed"),
  );
});

await step("a deposit moves wallet coins into the subaccount", async () => {
  const before = await walletUsdc();
  await client.depositToSubaccount(main, "500");
  await eventually(
    "equity after the deposit",
    () => subaccount(),
    (s) => Number(s.equity) === 2_500,
  );
  const paid = before - (await walletUsdc());
  assert.ok(paid >= 500 * USDC && paid < 501 * USDC, `paid ${paid}`);
  await eventually("deposit on the stream", () => transferSeen(0, "DEPOSIT", 500));
  await usdcAgrees();
});

await step("a short-term order trades against the vault's quotes", async () => {
  const { asks } = await eventually("asks", book, (b) => b.asks.length > 0);
  const price = Math.ceil(Number(asks[0].price) * 1.02);
  const tradesBefore = feed.updates("v4_trades").length;
  const id = clientId();
  const goodTilBlock = (await height()) + 15;
  await client.placeShortTermOrder(
    main,
    MARKET,
    OrderSide.BUY,
    price,
    0.01,
    id,
    goodTilBlock,
    1,
    false,
  );
  const positions = () => indexer.account.getSubaccountPerpetualPositions(address, 0);
  const { positions: open } = await eventually(
    "open position",
    positions,
    (p) => p.positions.length > 0,
  );
  assert.equal(open[0].market, MARKET);
  assert.equal(Number(open[0].size), 0.01);
  const { fills } = await indexer.account.getSubaccountFills(address, 0);
  assert.equal(fills[0].liquidity, "TAKER");
  assert.equal(Number(fills.reduce((sum, f) => sum + Number(f.size), 0).toFixed(8)), 0.01);
  await eventually("trade on the stream", () => feed.updates("v4_trades").length > tradesBefore);
  await eventually("fill on the stream", () =>
    feed.updates("v4_subaccounts", `${address}/0`).some((c) => (c.fills ?? []).length > 0),
  );
  await eventually("candle with volume", () =>
    feed.updates("v4_candles").some((c) => Number(c.baseTokenVolume ?? 0) > 0),
  );
});

const restingPrice = async () => {
  const { stepSize, tickSize, oraclePrice } = await market();
  assert.ok(Number(stepSize) > 0);
  const tick = Number(tickSize);
  return Number((Math.floor((Number(oraclePrice) * 0.8) / tick) * tick).toFixed(6));
};

const longTermId = clientId();
await step("a long-term order rests in the book", async () => {
  const price = await restingPrice();
  await client.placeOrder(
    main,
    MARKET,
    OrderType.LIMIT,
    OrderSide.BUY,
    price,
    0.01,
    longTermId,
    OrderTimeInForce.GTT,
    600,
    OrderExecution.DEFAULT,
    false,
    false,
  );
  const resting = await eventually("order in REST", orders, (list) =>
    list.some((o) => Number(o.clientId) === longTermId && o.status === "OPEN"),
  );
  const order = resting.find((o) => Number(o.clientId) === longTermId);
  assert.equal(Number(order.price), price);
  assert.equal(order.orderFlags, "64");
  await eventually("level in the book", book, (b) => b.bids.some((l) => Number(l.price) === price));
  await eventually("level on the stream", () =>
    feed.updates("v4_orderbook").some((c) => (c.bids ?? []).some(([p]) => Number(p) === price)),
  );
  await eventually("order on the stream", () =>
    ordersSeen().some((o) => Number(o.clientId) === longTermId),
  );
});

await step("a cancel removes the long-term order", async () => {
  await client.cancelOrder(main, longTermId, OrderFlags.LONG_TERM, MARKET, 0, 700);
  await eventually("order cancelled", orders, (list) =>
    list.some((o) => Number(o.clientId) === longTermId && o.status === "CANCELED"),
  );
  await eventually("cancel on the stream", () =>
    ordersSeen().some((o) => Number(o.clientId) === longTermId && o.status === "CANCELED"),
  );
});

await step("a short-term order rests and is cancelled alone", async () => {
  const price = await restingPrice();
  const id = clientId();
  const goodTilBlock = (await height()) + 15;
  await client.placeShortTermOrder(
    main,
    MARKET,
    OrderSide.BUY,
    price,
    0.001,
    id,
    goodTilBlock,
    0,
    false,
  );
  await eventually("best-effort open", () =>
    ordersSeen().some((o) => Number(o.clientId) === id && o.status === "BEST_EFFORT_OPENED"),
  );
  await eventually("level in the book", book, (b) => b.bids.some((l) => Number(l.price) === price));
  await client.cancelOrder(main, id, OrderFlags.SHORT_TERM, MARKET, goodTilBlock, 0);
  await eventually("best-effort cancelled", () =>
    ordersSeen().some((o) => Number(o.clientId) === id && o.status === "BEST_EFFORT_CANCELED"),
  );
  await eventually("level gone", book, (b) => !b.bids.some((l) => Number(l.price) === price));
});

await step("a batch cancel removes several short-term orders", async () => {
  const price = await restingPrice();
  const ids = [clientId(), clientId(), clientId()];
  const goodTilBlock = (await height()) + 15;
  for (const id of ids) {
    await client.placeShortTermOrder(
      main,
      MARKET,
      OrderSide.BUY,
      price,
      0.001,
      id,
      goodTilBlock,
      0,
      false,
    );
  }
  await eventually("three orders resting", book, (b) =>
    b.bids.some((l) => Number(l.price) === price && Number(l.size) === 0.003),
  );
  await client.batchCancelShortTermOrdersWithMarketId(
    main,
    [{ marketId: MARKET, clientIds: ids }],
    goodTilBlock,
  );
  await eventually("all cancelled", () =>
    ids.every((id) =>
      ordersSeen().some((o) => Number(o.clientId) === id && o.status === "BEST_EFFORT_CANCELED"),
    ),
  );
  await eventually("level gone", book, (b) => !b.bids.some((l) => Number(l.price) === price));
});

await step("a transfer reaches another subaccount", async () => {
  assert.equal(transferSeen(0, "TRANSFER_OUT", 100), false);
  await client.transferToSubaccount(main, address, 1, "100");
  const second = await eventually(
    "second subaccount",
    () => subaccount(1),
    (s) => Number(s.equity) === 100,
  );
  assert.equal(Number(second.freeCollateral), 100);
  const { transfers } = await indexer.account.getSubaccountTransfers(address, 0);
  assert.ok(transfers.some((t) => t.type === "TRANSFER_OUT" && Number(t.size) === 100));
  await eventually("transfer on the stream", () => transferSeen(0, "TRANSFER_OUT", 100));
  await usdcAgrees();
});

await step("a subscriber of the other subaccount hears of the next transfer", async () => {
  feed.socket.subscribeToSubaccount(address, 1);
  const snapshot = await eventually("snapshot", () =>
    feed.of("v4_subaccounts", `${address}/1`).find((m) => m.type === "subscribed"),
  );
  assert.equal(Number(snapshot.contents.subaccount.equity), 100);
  await client.transferToSubaccount(main, address, 1, "50");
  await eventually("transfer on its stream", () => transferSeen(1, "TRANSFER_IN", 50));
  await eventually(
    "its equity",
    () => subaccount(1),
    (s) => Number(s.equity) === 150,
  );
  await usdcAgrees(1);
});

await step("a withdrawal returns coins to the wallet", async () => {
  const before = await walletUsdc();
  await client.withdrawFromSubaccount(main, "200");
  const gained =
    (await eventually("coins", walletUsdc, (now) => now > before + 199 * USDC)) - before;
  assert.ok(gained <= 200 * USDC, `gained ${gained}`);
  // The coins were seen on the chain; the indexer follows it.
  await eventually(
    "withdrawal in REST",
    () => indexer.account.getSubaccountTransfers(address, 0),
    ({ transfers }) => transfers.some((t) => t.type === "WITHDRAWAL" && Number(t.size) === 200),
  );
  await eventually("withdrawal on the stream", () => transferSeen(0, "WITHDRAWAL", 200));
  await usdcAgrees();
});

await step("prices on the stream of markets are those of REST", async () => {
  const newest = new Map();
  await eventually("a price on the stream that REST has too", async () => {
    for (const { oraclePrices = {} } of feed.updates("v4_markets"))
      for (const [ticker, { oraclePrice }] of Object.entries(oraclePrices))
        newest.set(ticker, oraclePrice);
    const { markets } = await indexer.markets.getPerpetualMarkets();
    return [...newest].some(([ticker, price]) => markets[ticker]?.oraclePrice === price);
  });
  for (const ticker of newest.keys()) assert.match(ticker, /^[A-Z0-9]+-USD$/);
});

await step("a reduce-only market order closes the position", async () => {
  const { bids } = await book();
  const price = Math.floor(Number(bids[0].price) * 0.98);
  await client.placeShortTermOrder(
    main,
    MARKET,
    OrderSide.SELL,
    price,
    0.01,
    clientId(),
    (await height()) + 15,
    1,
    true,
  );
  await eventually(
    "no open position",
    () => indexer.account.getSubaccountPerpetualPositions(address, 0, "OPEN"),
    (p) => p.positions.length === 0,
  );
});

await step("chain and indexer agree on the balance", async () => {
  const onChain = await client.validatorClient.get.getSubaccount(address, 0);
  const bytes = onChain.subaccount.assetPositions[0].quantums;
  const magnitude = BigInt(`0x${Buffer.from(bytes.slice(1)).toString("hex") || "0"}`);
  const quantums = bytes[0] === 3 ? -magnitude : magnitude;
  const { positions } = await indexer.account.getSubaccountAssetPositions(address, 0);
  const usdc = positions.find((p) => p.symbol === "USDC");
  assert.equal(BigInt(Math.round(Number(usdc.size) * USDC)), quantums);
});

await step("refusals carry the reference's code and change nothing", async () => {
  const before = await subaccount();
  const price = await restingPrice();
  // The client refuses a good-til block far ahead by itself, so the node is asked with one that has
  // passed.
  const goodTilBlock = (await height()) + 15;
  const info = await market();
  const sendRaw = (subticks, quantums) =>
    client.validatorClient.post.placeOrder(
      main,
      clientId(),
      Number(info.clobPairId),
      1,
      Long.fromNumber(quantums),
      Long.fromNumber(subticks),
      0,
      OrderFlags.SHORT_TERM,
      false,
      goodTilBlock,
    );
  assert.ok(price > 0);
  await assert.rejects(
    sendRaw(info.subticksPerTick + 1, info.stepBaseQuantums),
    (error) => error.code === 12 && error.codespace === "clob",
  );
  await assert.rejects(
    sendRaw(info.subticksPerTick, info.stepBaseQuantums + 1),
    (error) => error.code === 12 && error.codespace === "clob",
  );
  await assert.rejects(
    sendRaw(info.subticksPerTick, 0),
    (error) => error.code === 4 && error.codespace === "clob",
  );
  assert.equal((await subaccount()).equity, before.equity);
});

feed.close();
finish();
