import { type Endpoints, type PublicConfig, resolveEndpoints } from "../config/publicConfig";
import type { Exchange } from "../exchange/Exchange";
import { FailoverTransport } from "../exchange/failover";
import { requestTestFunds } from "../exchange/faucet";
import { type FeeRates, NodeClient } from "../exchange/node";
import { SocketTransport } from "../exchange/socket";
import { createApiClient, createTrpcExchange } from "../exchange/trpcExchange";
import { TrpcTransport } from "../exchange/trpcTransport";
import { AccountFeed } from "../feed/AccountFeed";
import { Emitter } from "../feed/Emitter";
import { Health } from "../feed/Health";
import { MarketFeed } from "../feed/MarketFeed";
import { OrderDesk } from "../orders/OrderDesk";
import { OrderToasts } from "../orders/OrderToasts";
import { TxSender } from "../orders/TxSender";
import { TicketStore } from "../ticket/TicketStore";
import { ToastStore } from "../toasts/ToastStore";
import { Wallet } from "../wallet/Wallet";

/** Promotional tier of the genesis (genesis.md §7), until the node names the account's own. */
const DEFAULT_FEES: FeeRates = { makerPpm: -110, takerPpm: 500 };

/**
 * Everything that lives outside React: feeds, wallet, desk. One per page. Constructing it has no
 * effects, so that the server can render with an empty one; `start` opens connections.
 */
export class App {
  readonly endpoints: Endpoints;
  readonly emitter = new Emitter();
  readonly exchange: Exchange;
  readonly node: NodeClient;
  readonly market: MarketFeed;
  readonly account: AccountFeed;
  readonly health: Health;
  readonly wallet: Wallet;
  readonly sender: TxSender;
  readonly desk: OrderDesk;
  readonly ticket: TicketStore;
  readonly toasts: ToastStore;
  fees: FeeRates = DEFAULT_FEES;
  private started = false;

  constructor(
    readonly config: PublicConfig,
    page: { hostname: string; protocol: string },
  ) {
    this.endpoints = resolveEndpoints(config, page);
    const api = createApiClient(this.endpoints.trpc);
    const socket = new SocketTransport(this.endpoints.socket);
    this.exchange = createTrpcExchange(
      api,
      new FailoverTransport(socket, () => new TrpcTransport(api)),
    );
    this.node = new NodeClient(this.endpoints);
    this.market = new MarketFeed(this.exchange, this.emitter);
    this.account = new AccountFeed(this.exchange, this.emitter);
    this.health = new Health(this.exchange, this.emitter, () => this.node.priceSource());
    this.wallet = new Wallet(this.emitter);
    this.ticket = new TicketStore(this.emitter);
    this.toasts = new ToastStore(this.emitter);
    this.sender = new TxSender(this.wallet, this.node, config.chainId);
    this.desk = new OrderDesk({
      exchange: this.exchange,
      emitter: this.emitter,
      account: this.account,
      sender: this.sender,
      toasts: new OrderToasts(this.toasts, () => this.market.markets),
      height: () => this.health.height,
    });
    this.emitter.beforePublish = (topics) => {
      if (topics.has("book")) this.market.beforePaint(performance.now());
    };
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    this.health.onBlock = (height) => this.account.expire(height);
    this.market.start();
    this.health.start();
    this.wallet.watch(() => this.openAccount());
    this.account.onReady = () => this.accountReady();
    void this.wallet.load();
    const retry = (): void => {
      if (!document.hidden) this.exchange.streams.retryNow();
    };
    window.addEventListener("online", retry);
    document.addEventListener("visibilitychange", retry);
  }

  private openAccount(): void {
    const { address } = this.wallet;
    this.fees = DEFAULT_FEES;
    this.account.open(address ? { address, subaccountNumber: 0 } : null);
  }

  /**
   * Age of the book in milliseconds. A quiet market sends no book messages, so what counts is the
   * last news of any kind on the connection that carries the book too.
   */
  get bookAgeMs(): number | null {
    const { bookAt } = this.market;
    if (bookAt === null) return null;
    return performance.now() - Math.max(bookAt, this.health.heightAt ?? 0);
  }

  /** What the node says of its prices, else what the operator said. */
  get prices(): PublicConfig["prices"] {
    return this.health.prices ?? this.config.prices;
  }

  /** Asked only once the chain knows the account: before that the answers are errors. */
  private accountReady(): void {
    const { address } = this.wallet;
    if (!address) return;
    void this.sender.warm();
    void this.node.feeRates(address).then(
      (fees) => {
        this.fees = fees;
        this.emitter.mark("account");
      },
      () => null, // An address without history has no tier yet; the defaults stand.
    );
  }

  /** Asks the faucet, then waits for the money to be seen. */
  async getTestFunds(amountUsdc: number): Promise<void> {
    const { faucet } = this.endpoints;
    const { address } = this.wallet;
    if (!faucet || !address) throw new Error("no faucet on this network");
    await requestTestFunds(faucet, address, amountUsdc);
  }
}
