import { setTimeout as sleep } from "node:timers/promises";
import { clob, encodeAny, sending, signTx } from "@perpetua/protocol";
import { type Actor, actorOf } from "../support/accounts.js";

const CHAIN_ID = "localdydxprotocol";
const SHORT_TERM = 0;
const LONG_TERM = 64;
/** Markets by their common id of market, perpetual and clob pair, with the step of their sizes. */
const MARKETS = [
  { id: 0, stepBaseQuantums: 1_000_000n, subticksPerTick: 100_000n },
  { id: 1, stepBaseQuantums: 1_000_000n, subticksPerTick: 100_000n },
] as const;
/** An account may place 20 stateful orders in 100 blocks. */
const LONG_TERM_SHARE = 0.05;
const TRANSFER_SHARE = 0.05;
const TRANSFER_FEE = {
  gasLimit: 200_000n,
  feeAmount: [{ denom: "adv4tnt", amount: "5000000000000000" }],
};
/** Between two actions of an account. */
const PAUSE_MS = 150;
const REFRESH_MS = 2_000;

export interface FlowUrls {
  readonly rpc: string;
  readonly rest: string;
  readonly faucet: string;
}

export interface FlowCounts {
  sent: number;
  accepted: number;
  refused: number;
  /** The node was away. */
  unreachable: number;
}

interface Trader extends Actor {
  readonly accountNumber: bigint;
}

/** Funded accounts that place, cancel and transfer for as long as they are let. */
export class OrderFlow {
  readonly counts: FlowCounts = { sent: 0, accepted: 0, refused: 0, unreachable: 0 };
  /** How often each refusal was seen, by code and log. */
  readonly refusals = new Map<string, number>();
  private traders: Trader[] = [];
  private readonly prices = new Map<number, bigint>();
  private height = 0;
  private lastNonce = 0n;
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();
  private nextClientId = 1;

  constructor(private readonly urls: FlowUrls) {}

  get accounts(): readonly string[] {
    return this.traders.map(({ address }) => address);
  }

  async fund(names: readonly string[]): Promise<void> {
    for (const name of names) {
      const actor = actorOf(name);
      const body = JSON.stringify({
        address: actor.address,
        subaccountNumber: 0,
        amount: 100_000,
      });
      const headers = { "content-type": "application/json" };
      for (const path of ["tokens", "native-token"]) {
        const url = `${this.urls.faucet}/faucet/${path}`;
        const answer = await fetch(url, { method: "POST", headers, body });
        if (!answer.ok) throw new Error(`faucet: ${answer.status} ${await answer.text()}`);
      }
    }
    // In the order of the accounts: each waits for its funds to be in a block.
    for (const name of names) this.traders.push(await this.trader(actorOf(name)));
  }

  start(): void {
    const { signal } = this.stopping;
    const loop = async (turn: () => Promise<void>, pauseMs: number) => {
      while (!signal.aborted) {
        await turn();
        await sleep(pauseMs);
      }
    };
    this.running = Promise.all([
      loop(() => this.refresh(), REFRESH_MS),
      ...this.traders.map((trader) => loop(() => this.act(trader), PAUSE_MS)),
    ]);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async trader(actor: Actor): Promise<Trader> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const answer = await fetch(
        `${this.urls.rest}/cosmos/auth/v1beta1/account_info/${actor.address}`,
      );
      const { info } = (await answer.json()) as { info?: { account_number: string } };
      if (info) return { ...actor, accountNumber: BigInt(info.account_number) };
      if (Date.now() > deadline) throw new Error(`no account ${actor.address}`);
      await sleep(200);
    }
  }

  /** Prices and height of the node; while it is away the last ones are good enough. */
  private async refresh(): Promise<void> {
    try {
      const { result } = await this.rpc<{ sync_info: { latest_block_height: string } }>("status");
      this.height = Number(result?.sync_info.latest_block_height ?? this.height);
      for (const { id } of MARKETS) {
        const answer = await fetch(`${this.urls.rest}/dydxprotocol/prices/market/${id}`);
        const body = (await answer.json()) as { market_price: { price: string } };
        this.prices.set(id, BigInt(body.market_price.price));
      }
    } catch {
      this.counts.unreachable += 1;
    }
  }

  private async act(trader: Trader): Promise<void> {
    const market = pick(MARKETS);
    const oracle = this.prices.get(market.id);
    if (oracle === undefined) return;
    const buys = Math.random() < 0.5;
    const quantums = market.stepBaseQuantums * BigInt(1 + Math.floor(Math.random() * 20));
    // Raw oracle prices of these markets are in subticks; within one part in a hundred.
    const at = (permille: bigint) => roundToTick((oracle * permille) / 1_000n, market);
    const kind = Math.random();
    if (kind < 0.5) {
      const subticks = buys ? at(1_030n) : at(970n);
      await this.placeShortTerm(trader, market.id, buys, quantums, subticks, true);
    } else if (kind < 0.9) {
      const subticks = buys ? at(985n) : at(1_015n);
      const order = await this.placeShortTerm(trader, market.id, buys, quantums, subticks, false);
      if (Math.random() < 0.5) await this.cancel(trader, order);
    } else if (kind > 1 - LONG_TERM_SHARE - TRANSFER_SHARE && kind < 1 - TRANSFER_SHARE) {
      const subticks = buys ? at(1_004n) : at(996n);
      const order = await this.placeLongTerm(trader, market.id, buys, quantums, subticks);
      if (Math.random() < 0.4) await this.cancel(trader, order);
    } else if (kind >= 1 - TRANSFER_SHARE) {
      await this.transfer(trader);
    }
  }

  private async placeShortTerm(
    trader: Trader,
    clobPairId: number,
    buys: boolean,
    quantums: bigint,
    subticks: bigint,
    immediate: boolean,
  ): Promise<clob.Order> {
    const order = clob.Order.fromPartial({
      orderId: this.orderId(trader, clobPairId, SHORT_TERM),
      side: buys ? clob.Order_Side.SIDE_BUY : clob.Order_Side.SIDE_SELL,
      quantums,
      subticks,
      goodTilBlock: this.height + 15,
      timeInForce: immediate
        ? clob.Order_TimeInForce.TIME_IN_FORCE_IOC
        : clob.Order_TimeInForce.TIME_IN_FORCE_UNSPECIFIED,
    });
    await this.send(trader, "/dydxprotocol.clob.MsgPlaceOrder", { order }, 0n);
    return order;
  }

  private async placeLongTerm(
    trader: Trader,
    clobPairId: number,
    buys: boolean,
    quantums: bigint,
    subticks: bigint,
  ): Promise<clob.Order> {
    const order = clob.Order.fromPartial({
      orderId: this.orderId(trader, clobPairId, LONG_TERM),
      side: buys ? clob.Order_Side.SIDE_BUY : clob.Order_Side.SIDE_SELL,
      quantums,
      subticks,
      goodTilBlockTime: Math.floor(Date.now() / 1_000) + 60,
    });
    await this.send(trader, "/dydxprotocol.clob.MsgPlaceOrder", { order }, this.nonce());
    return order;
  }

  private async cancel(trader: Trader, order: clob.Order): Promise<void> {
    const stateful = order.orderId?.orderFlags === LONG_TERM;
    await sleep(stateful ? 1_000 : 300);
    const value = {
      orderId: order.orderId,
      ...(stateful
        ? { goodTilBlockTime: (order.goodTilBlockTime ?? 0) + 10 }
        : { goodTilBlock: order.goodTilBlock }),
    };
    const sequence = stateful ? this.nonce() : 0n;
    await this.send(trader, "/dydxprotocol.clob.MsgCancelOrder", value, sequence);
  }

  private async transfer(trader: Trader): Promise<void> {
    const recipient = pick(this.traders);
    const other = recipient.address === trader.address ? 1 : 0;
    const transfer = sending.Transfer.fromPartial({
      sender: { owner: trader.address, number: 0 },
      recipient: { owner: recipient.address, number: other },
      assetId: 0,
      amount: BigInt(1_000_000 + Math.floor(Math.random() * 1_000_000)),
    });
    const typeUrl = "/dydxprotocol.sending.MsgCreateTransfer";
    await this.send(trader, typeUrl, { transfer }, this.nonce(), TRANSFER_FEE);
  }

  private orderId(trader: Trader, clobPairId: number, orderFlags: number) {
    const clientId = this.nextClientId++;
    const subaccountId = { owner: trader.address, number: 0 };
    return { subaccountId, clientId, orderFlags, clobPairId };
  }

  /** A timestamp nonce instead of a sequence: a killed node cannot bring it out of step. */
  private nonce(): bigint {
    const now = BigInt(Date.now());
    this.lastNonce = now > this.lastNonce ? now : this.lastNonce + 1n;
    return this.lastNonce;
  }

  private async send(
    trader: Trader,
    typeUrl: string,
    value: object,
    sequence: bigint,
    fee?: typeof TRANSFER_FEE,
  ): Promise<void> {
    const { txBytes } = signTx({
      ...fee,
      messages: [encodeAny(typeUrl, value)],
      key: trader.key,
      chainId: CHAIN_ID,
      accountNumber: trader.accountNumber,
      sequence,
    });
    this.counts.sent += 1;
    try {
      const tx = Buffer.from(txBytes).toString("base64");
      const { result } = await this.rpc<{ code: number; log: string }>("broadcast_tx_sync", { tx });
      if (result?.code === 0) {
        this.counts.accepted += 1;
        return;
      }
      this.counts.refused += 1;
      const reason = `${result?.code}: ${(result?.log ?? "").slice(0, 60)}`;
      this.refusals.set(reason, (this.refusals.get(reason) ?? 0) + 1);
    } catch {
      this.counts.unreachable += 1;
    }
  }

  private async rpc<T>(method: string, params: object = {}): Promise<{ result?: T }> {
    const answer = await fetch(this.urls.rpc, {
      method: "POST",
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      signal: AbortSignal.timeout(5_000),
    });
    return (await answer.json()) as { result?: T };
  }
}

function pick<T>(list: readonly T[]): T {
  return list[Math.floor(Math.random() * list.length)] as T;
}

function roundToTick(subticks: bigint, { subticksPerTick }: { subticksPerTick: bigint }): bigint {
  return (subticks / subticksPerTick) * subticksPerTick;
}
