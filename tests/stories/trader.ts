import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { clob, encodeAny, type KeyPair, keyPairFromPrivateKey, signTx } from "@perpetua/protocol";
import type { Broadcast, Delivered } from "../support/chain.js";
import { show, until } from "../support/until.js";
import type { Market } from "./market.js";
import type { Holdings, World } from "./world.js";

const CHAIN_ID = "localdydxprotocol";
const SHORT_TERM = 0;
const SHORT_TERM_BLOCKS = 20;
const GAS_LIMIT = 500_000n;
const FEE = [{ denom: "adv4tnt", amount: "12500000000000000" }];
const STATEFUL_SECONDS = 600;
export const USDC = 1_000_000n;

interface SubaccountId {
  readonly owner: string;
  readonly number: number;
}

export interface Message {
  readonly typeUrl: string;
  readonly value: object;
}

/** How a transaction departs from one that its owner signs and pays for. */
export interface SendOptions {
  readonly key?: KeyPair;
  readonly authenticators?: readonly bigint[];
}

export interface OrderInput {
  readonly market: Market;
  readonly side: "BUY" | "SELL";
  readonly quantums: bigint;
  readonly subticks: bigint;
  readonly subaccount?: number;
  readonly immediate?: boolean;
  readonly reduceOnly?: boolean;
}

/** A new funded account that signs its own transactions. */
export class Trader {
  readonly key = keyPairFromPrivateKey(randomBytes(32));
  private accountNumber = 0n;
  private nextClientId = 1;
  private lastNonce = 0n;

  private constructor(private readonly world: World) {}

  /** With coins for fees, and so many USDC in each of the subaccounts. */
  static async create(world: World, usdc: Readonly<Record<number, number>>): Promise<Trader> {
    const trader = new Trader(world);
    const { address } = trader;
    const deposits = Object.entries(usdc).map(([number, amount]) =>
      world.faucet("tokens", { address, subaccountNumber: Number(number), amount }),
    );
    await Promise.all([world.faucet("native-token", { address }), ...deposits]);
    trader.accountNumber = (await world.node.account(address)).accountNumber;
    for (const [number, amount] of Object.entries(usdc)) {
      const account = { address, number: Number(number) };
      const read = () => world.indexer.subaccount(account);
      await until(`${amount} USDC`, read, ({ equity }) => Number(equity) === amount);
    }
    return trader;
  }

  get address(): string {
    return this.key.address;
  }

  account(number = 0): { address: string; number: number } {
    return { address: this.address, number };
  }

  id(number = 0): SubaccountId {
    return { owner: this.address, number };
  }

  holdings(number = 0): Promise<Holdings> {
    return this.world.holdings(this.address, number);
  }

  async position(market: Market, number = 0): Promise<bigint> {
    return (await this.holdings(number)).positions.get(market.id)?.quantums ?? 0n;
  }

  /** Signs and sends; answers what the node answered. */
  async send(message: Message, options: SendOptions = {}): Promise<Broadcast> {
    const free = message.typeUrl.startsWith("/dydxprotocol.clob.");
    const { txBytes } = signTx({
      messages: [encodeAny(message.typeUrl, message.value)],
      key: options.key ?? this.key,
      chainId: CHAIN_ID,
      accountNumber: this.accountNumber,
      sequence: this.nonce(),
      ...(options.authenticators === undefined ? {} : { authenticators: options.authenticators }),
      ...(free ? {} : { gasLimit: GAS_LIMIT, feeAmount: FEE }),
    });
    const { result, error } = await this.world.node.broadcast(txBytes);
    if (result === undefined) throw new Error(`${message.typeUrl}: ${show(error)}`);
    return result;
  }

  /** Sends, and waits for the block; anything but code 0 is an error. */
  async deliver(message: Message, options: SendOptions = {}): Promise<Delivered> {
    const answer = await this.send(message, options);
    assert.equal(answer.code, 0, `${message.typeUrl} was not accepted: ${show(answer)}`);
    const delivered = await this.world.node.delivered(answer.hash);
    assert.equal(delivered.code, 0, `${message.typeUrl} failed: ${show(delivered)}`);
    return delivered;
  }

  /** A short-term order as a message, with its client id. */
  async shortTerm(input: OrderInput): Promise<{ message: Message; clientId: number }> {
    const { height } = await this.world.node.tip();
    const order = this.order(input, SHORT_TERM, { goodTilBlock: height + SHORT_TERM_BLOCKS });
    return this.placing(order);
  }

  /** A stateful order as a message: its flags, and what only its kind has. */
  stateful(
    input: OrderInput,
    orderFlags: number,
    more: Partial<clob.Order> = {},
  ): { message: Message; clientId: number } {
    const goodTilBlockTime = Math.floor(Date.now() / 1_000) + STATEFUL_SECONDS;
    return this.placing({ ...this.order(input, orderFlags, { goodTilBlockTime }), ...more });
  }

  /** Takes what rests up to 3 % away from the oracle, until the chain has the whole position. */
  async take(
    input: Omit<OrderInput, "subticks" | "immediate">,
    options: SendOptions = {},
  ): Promise<void> {
    const { market, side, quantums, subaccount = 0 } = input;
    const subticks = await market.subticksAt(side === "BUY" ? 1_030n : 970n);
    const before = await this.position(market, subaccount);
    const { message } = await this.shortTerm({ ...input, subticks, immediate: true });
    const answer = await this.send(message, options);
    assert.equal(answer.code, 0, `the order was not accepted: ${show(answer)}`);
    const wanted = side === "BUY" ? before + quantums : before - quantums;
    const read = () => this.position(market, subaccount);
    await until(`position of ${wanted} in ${market.ticker}`, read, (now) => now === wanted);
  }

  private placing(order: clob.Order): { message: Message; clientId: number } {
    const message = { typeUrl: "/dydxprotocol.clob.MsgPlaceOrder", value: { order } };
    return { message, clientId: order.orderId?.clientId ?? 0 };
  }

  private order(
    input: OrderInput,
    orderFlags: number,
    goodTil: { goodTilBlock: number } | { goodTilBlockTime: number },
  ): clob.Order {
    const { market, side, quantums, subticks, subaccount = 0 } = input;
    const clientId = this.nextClientId++;
    return clob.Order.fromPartial({
      orderId: { subaccountId: this.id(subaccount), clientId, orderFlags, clobPairId: market.id },
      side: side === "BUY" ? clob.Order_Side.SIDE_BUY : clob.Order_Side.SIDE_SELL,
      quantums,
      subticks,
      ...goodTil,
      timeInForce: input.immediate
        ? clob.Order_TimeInForce.TIME_IN_FORCE_IOC
        : clob.Order_TimeInForce.TIME_IN_FORCE_UNSPECIFIED,
      reduceOnly: input.reduceOnly ?? false,
    });
  }

  /**
   * A timestamp nonce instead of a sequence: transactions of one account may overtake each other.
   */
  private nonce(): bigint {
    const now = BigInt(Date.now());
    this.lastNonce = now > this.lastNonce ? now : this.lastNonce + 1n;
    return this.lastNonce;
  }
}

/** USDC from one subaccount to another. */
export function transfer(sender: SubaccountId, recipient: SubaccountId, amount: bigint): Message {
  const value = { transfer: { sender, recipient, assetId: 0, amount } };
  return { typeUrl: "/dydxprotocol.sending.MsgCreateTransfer", value };
}
