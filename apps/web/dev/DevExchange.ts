import { clob, decodeTx, sending } from "@perpetua/protocol";
import type { Channel } from "../src/lib/exchange/streams";
import {
  RESOLUTION_SECONDS,
  type Resolution,
  type WireFill,
  type WireOrder,
} from "../src/lib/exchange/wire";
import { DevAccount } from "./DevAccount";
import { DevMarket, digits } from "./DevMarket";
import { Rng } from "./rng";
import { SPECS } from "./specs";

type Publish = (channel: Channel["name"], id: string | null, contents: unknown) => void;
interface Resting {
  account: DevAccount;
  order: WireOrder;
  market: DevMarket;
}

/**
 * A small exchange for design work: the protocols are the real ones, the market is invented. It
 * checks nothing that a chain would check; it is not part of the product.
 */
export class DevExchange {
  height = 48_210;
  readonly markets: DevMarket[];
  readonly accounts = new Map<string, DevAccount>();
  private resting: Resting[] = [];

  constructor(
    seed: number,
    private readonly publish: Publish,
  ) {
    const now = Date.now();
    this.markets = SPECS.map((spec, index) => new DevMarket(spec, new Rng(seed + index * 97), now));
  }

  account(address: string): DevAccount {
    const known = this.accounts.get(address);
    if (known) return known;
    const account = new DevAccount(address, this.accounts.size + 1);
    this.accounts.set(address, account);
    return account;
  }

  market(ticker: string): DevMarket | undefined {
    return this.markets.find((market) => market.spec.ticker === ticker);
  }

  block(): void {
    const now = Date.now();
    this.height += 1;
    this.publish("v4_block_height", null, {
      blockHeight: String(this.height),
      time: new Date(now).toISOString(),
    });
    for (const market of this.markets) {
      const { changes, trades } = market.block(now);
      this.publishBook(market, changes);
      this.fillResting(market);
      if (trades.length > 0) {
        this.publish("v4_trades", market.spec.ticker, { trades });
        this.publishCandles(market);
      }
    }
    if (this.height % 2 === 0) this.publishMarkets();
  }

  private publishMarkets(): void {
    const oraclePrices = Object.fromEntries(
      this.markets.map((market) => [
        market.spec.ticker,
        { oraclePrice: market.wire().oraclePrice },
      ]),
    );
    this.publish("v4_markets", null, { oraclePrices });
  }

  private publishBook(market: DevMarket, changes: ReturnType<DevMarket["redraw"]>): void {
    const { tick, step, ticker } = market.spec;
    for (const change of changes) {
      const level = [
        (change.tick * tick).toFixed(digits(tick)),
        (change.size * step).toFixed(digits(step)),
      ];
      this.publish("v4_orderbook", ticker, { [change.side]: [level] });
    }
  }

  private publishCandles(market: DevMarket): void {
    for (const resolution of Object.keys(RESOLUTION_SECONDS) as Resolution[]) {
      const [candle] = market.candles(resolution, 1);
      if (candle) this.publish("v4_candles", `${market.spec.ticker}/${resolution}`, candle);
    }
  }

  fund(address: string, amount: number): void {
    const account = this.account(address);
    account.exists = true;
    account.quote += amount;
    this.tell(account, {
      assetPositions: [account.asset()],
      transfers: account.transfer("DEPOSIT", amount, this.height, "F".repeat(64)),
    });
  }

  private tell(account: DevAccount, contents: object): void {
    const message = { ...contents, blockHeight: String(this.height) };
    this.publish("v4_subaccounts", `${account.address}/0`, message);
  }

  /** Executes a signed transaction's first message; the signature is not checked here. */
  apply(bytes: Uint8Array): { code: number; codespace: string; log: string } {
    const decoded = decodeTx(bytes);
    const message = decoded.ok ? decoded.tx.body.messages[0] : undefined;
    if (!message) return { code: 2, codespace: "sdk", log: "tx parse error" };
    const kind = message.typeUrl.split(".").pop();
    if (kind === "MsgPlaceOrder") return this.place(clob.MsgPlaceOrder.decode(message.value));
    if (kind === "MsgCancelOrder") return this.cancel(clob.MsgCancelOrder.decode(message.value));
    if (kind === "MsgDepositToSubaccount") {
      const { sender, quantums } = sending.MsgDepositToSubaccount.decode(message.value);
      return this.move(sender, Number(quantums) / 1e6, "DEPOSIT");
    }
    if (kind === "MsgWithdrawFromSubaccount") {
      const { recipient, quantums } = sending.MsgWithdrawFromSubaccount.decode(message.value);
      return this.move(recipient, Number(quantums) / 1e6, "WITHDRAWAL");
    }
    if (kind === "MsgCreateTransfer") {
      const { transfer } = sending.MsgCreateTransfer.decode(message.value);
      return this.move(
        transfer?.sender?.owner ?? "",
        Number(transfer?.amount) / 1e6,
        "TRANSFER_OUT",
      );
    }
    return { code: 6, codespace: "sdk", log: `unknown message ${kind}` };
  }

  private move(address: string, amount: number, type: "DEPOSIT" | "WITHDRAWAL" | "TRANSFER_OUT") {
    const account = this.account(address);
    account.sequence += 1;
    account.quote += type === "DEPOSIT" ? amount : -amount;
    if (type !== "TRANSFER_OUT") account.wallet += type === "DEPOSIT" ? -amount : amount;
    const transfers = account.transfer(type, amount, this.height, "A".repeat(64));
    setTimeout(() => this.tell(account, { assetPositions: [account.asset()], transfers }), 400);
    return OK;
  }

  private place({ order }: clob.MsgPlaceOrder) {
    const id = order?.orderId;
    const market = this.markets.find((m) => m.spec.clobPairId === id?.clobPairId);
    if (!order || !id?.subaccountId || !market)
      return { code: 8, codespace: "clob", log: "no clob" };
    const account = this.account(id.subaccountId.owner);
    const { tick, step, subticksPerTick, ticker } = market.spec;
    const price = (Number(order.subticks) / subticksPerTick) * tick;
    const size = (Number(order.quantums) / 1_000_000) * step;
    const ioc = order.timeInForce === clob.Order_TimeInForce.TIME_IN_FORCE_IOC;
    const postOnly = order.timeInForce === clob.Order_TimeInForce.TIME_IN_FORCE_POST_ONLY;
    const wire: WireOrder = {
      id: crypto.randomUUID(),
      clientId: String(id.clientId),
      clobPairId: String(id.clobPairId),
      orderFlags: String(id.orderFlags),
      ticker,
      side: order.side === clob.Order_Side.SIDE_BUY ? "BUY" : "SELL",
      size: size.toFixed(digits(step)),
      price: price.toFixed(digits(tick)),
      totalFilled: "0",
      status: "OPEN",
      type: "LIMIT",
      timeInForce: ioc ? "IOC" : "GTT",
      postOnly,
      reduceOnly: order.reduceOnly,
      clientMetadata: String(order.clientMetadata),
      ...(order.goodTilBlock
        ? { goodTilBlock: String(order.goodTilBlock) }
        : { goodTilBlockTime: new Date((order.goodTilBlockTime ?? 0) * 1000).toISOString() }),
    };
    if (id.orderFlags === 64) account.sequence += 1;
    const crosses =
      wire.side === "BUY" ? price >= (market.center + 1) * tick : price <= market.center * tick;
    if (postOnly && crosses) {
      return { code: 2003, codespace: "clob", log: "Post-only order would cross" };
    }
    if (size * price * 0.02 > account.quote + this.exposure(account)) {
      return { code: 3007, codespace: "clob", log: "NewlyUndercollateralized" };
    }
    setTimeout(() => this.match(account, wire, market, ioc, crosses), 250);
    return OK;
  }

  private exposure(account: DevAccount): number {
    let total = 0;
    for (const [ticker, { size }] of account.positions) {
      total += size * (this.market(ticker)?.price ?? 0);
    }
    return total;
  }

  private match(
    account: DevAccount,
    order: WireOrder,
    market: DevMarket,
    ioc: boolean,
    crosses: boolean,
  ): void {
    account.orders.set(order.id, order);
    this.stamp(order);
    if (crosses) {
      const tick = order.side === "BUY" ? market.center + 1 : market.center;
      const steps = Math.round(Number(order.size) / market.spec.step);
      this.execute(
        { account, order, market },
        Number(order.size),
        tick * market.spec.tick,
        "TAKER",
      );
      const trade = market.trade(order.side ?? "BUY", steps, tick, Date.now());
      this.publish("v4_trades", market.spec.ticker, { trades: [trade] });
      return;
    }
    if (ioc) {
      Object.assign(order, {
        status: "CANCELED",
        removalReason: "ORDER_REMOVAL_REASON_IMMEDIATE_OR_CANCEL_WOULD_REST_ON_BOOK",
      });
    } else {
      this.resting.push({ account, order, market });
    }
    this.tell(account, { orders: [order] });
  }

  private stamp(order: WireOrder): void {
    order.updatedAt = new Date().toISOString();
    order.updatedAtHeight = String(this.height);
  }

  private execute(at: Resting, size: number, price: number, liquidity: "TAKER" | "MAKER"): void {
    const { account, order } = at;
    const { fill, position } = account.fill(order, size, price, liquidity, this.height);
    order.totalFilled = order.size ?? "0";
    order.status = "FILLED";
    this.stamp(order);
    const { market: ticker = "", ...rest } = fill;
    this.tell(account, {
      orders: [order],
      fills: [{ ...rest, ticker } satisfies WireFill],
      perpetualPositions: [position],
      assetPositions: [account.asset()],
    });
  }

  private fillResting(market: DevMarket): void {
    const ready = this.resting.filter(({ order, market: own }) => {
      if (own !== market) return false;
      const price = Number(order.price);
      return order.side === "BUY" ? market.price < price : market.price > price;
    });
    this.resting = this.resting.filter((entry) => !ready.includes(entry));
    for (const entry of ready) {
      this.execute(entry, Number(entry.order.size), Number(entry.order.price), "MAKER");
    }
  }

  private cancel(message: clob.MsgCancelOrder) {
    const id = message.orderId;
    const account = this.account(id?.subaccountId?.owner ?? "");
    const order = [...account.orders.values()].find(
      (o) => o.clientId === String(id?.clientId) && o.status === "OPEN",
    );
    if (!order) return { code: 3006, codespace: "clob", log: "Stateful order does not exist" };
    account.sequence += 1;
    this.resting = this.resting.filter((entry) => entry.order !== order);
    setTimeout(() => {
      Object.assign(order, {
        status: "CANCELED",
        removalReason: "ORDER_REMOVAL_REASON_USER_CANCELED",
      });
      this.stamp(order);
      this.tell(account, { orders: [order] });
    }, 300);
    return OK;
  }
}

const OK = { code: 0, codespace: "", log: "[]" };
