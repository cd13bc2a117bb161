import type { clob } from "@perpetua/protocol";
import type { EngineKernel } from "../../src/app/kernel.js";
import type { SimAccount } from "./accounts.js";
import type { SimMarket } from "./genesis.js";
import { baseOf, subticksOf } from "./market.js";
import type { Rng } from "./rng.js";

/** What a generator sees of the world. */
export interface SimView {
  readonly rng: Rng;
  /** The leading engine's live state, for reading. */
  readonly k: EngineKernel;
  readonly accounts: readonly SimAccount[];
  readonly markets: readonly SimMarket[];
  readonly height: number;
  readonly seconds: number;
  /** Oracle price of a market in committed state. */
  price(marketId: number): bigint;
  /** Account value in quote quantums, roughly. */
  equity(address: string, number: number): bigint;
  /** Open stateful orders of anybody. */
  statefulOrders(): readonly clob.OrderId[];
  /** What users hold in the traded markets. */
  positions(): readonly Position[];
  sequence(address: string): bigint;
}

export interface Position {
  readonly owner: string;
  readonly number: number;
  readonly market: SimMarket;
  readonly quantums: bigint;
}

/** Sparse enough for new ids, dense enough for replacements and repeated cancels. */
const CLIENT_IDS = 12;

export function someSubaccount(v: SimView, signer: SimAccount) {
  const number = v.rng.weighted([
    [12, 0],
    [3, 1],
    [2, 2],
    [1, 128],
  ] as const);
  return { owner: signer.address, number };
}

/** Well inside a uint64, also for the many legs of a TWAP. */
const LARGEST = 1n << 59n;

/** A size between dust and a little more than the account could carry at the market's margin. */
function sizeFor(v: SimView, m: SimMarket, address: string, number: number): bigint {
  const price = v.price(m.marketId);
  const equity = v.equity(address, number);
  const leverage = BigInt(v.rng.pick([1, 1, 3, 5, 10, 25, 60]));
  const quote = (equity * leverage * BigInt(v.rng.between(1, 1000))) / 1000n;
  const base = baseOf(m, price, quote > 0n ? quote : 1_000_000n);
  return base < LARGEST ? base : LARGEST - (LARGEST % m.step);
}

/** Near the oracle price; a third crosses. */
export function priceNear(v: SimView, m: SimMarket, isBuy: boolean): bigint {
  const offset = v.rng.weighted([
    [5, v.rng.between(0, 40)],
    [4, -v.rng.between(0, 40)],
    [1, v.rng.between(0, 900)],
  ] as const);
  const price = v.price(m.marketId);
  const moved = (price * BigInt(isBuy ? 10_000 - offset : 10_000 + offset)) / 10_000n;
  return subticksOf(m, moved);
}

type OrderKind = "shortTerm" | "longTerm" | "conditional" | "twap";

/** A valid-looking order of a kind; whether it is accepted depends on everything else. */
export function someOrder(v: SimView, signer: SimAccount, kind: OrderKind): clob.Order {
  const { rng } = v;
  const m = rng.pick(v.markets);
  const subaccountId = someSubaccount(v, signer);
  const isBuy = rng.chance(500);
  const immediate = rng.chance(kind === "longTerm" ? 20 : 220);
  const postOnly = !immediate && rng.chance(150);
  const price = subticksOf(m, v.price(m.marketId));
  const order: clob.Order = {
    orderId: {
      subaccountId,
      clientId: rng.int(CLIENT_IDS),
      orderFlags: { shortTerm: 0, longTerm: 64, conditional: 32, twap: 128 }[kind],
      clobPairId: m.pairId,
    },
    side: isBuy ? 1 : 2,
    quantums: sizeFor(v, m, signer.address, subaccountId.number),
    subticks: priceNear(v, m, isBuy),
    goodTilBlock: kind === "shortTerm" ? Math.max(0, v.height + goodTilOffset(rng)) : undefined,
    goodTilBlockTime: kind === "shortTerm" ? undefined : v.seconds + rng.between(1, 120),
    timeInForce: immediate ? 1 : postOnly ? 2 : 0,
    reduceOnly: immediate && rng.chance(350),
    clientMetadata: rng.int(3),
    conditionType: 0,
    conditionalOrderTriggerSubticks: 0n,
    twapParameters: undefined,
    builderCodeParameters: undefined,
    orderRouterAddress: "",
  };
  if (rng.chance(30)) order.reduceOnly = !order.reduceOnly;
  if (rng.chance(60)) {
    const builderAddress = rng.pick(v.accounts).address;
    order.builderCodeParameters = { builderAddress, feePpm: rng.between(1, 10_000) };
  }
  if (rng.chance(20)) order.orderRouterAddress = rng.pick(v.accounts).address;
  if (kind === "conditional") {
    order.conditionType = rng.pick([1, 2]);
    const trigger = (price * BigInt(rng.between(990, 1010))) / 1000n;
    order.conditionalOrderTriggerSubticks = trigger - (trigger % m.tick) || m.tick;
  }
  if (kind === "twap") asTwap(rng, order, v.seconds);
  return order;
}

/** Mostly a few blocks; sometimes the edges of the window and beyond. */
function goodTilOffset(rng: Rng): number {
  return rng.weighted([
    [20, rng.between(2, 12)],
    [6, rng.between(12, 38)],
    [2, rng.between(38, 43)],
    [1, rng.between(-1, 1)],
  ] as const);
}

export function asTwap(rng: Rng, order: clob.Order, seconds: number): void {
  const interval = rng.pick([30, 60]);
  order.twapParameters = {
    interval,
    duration: interval * rng.between(Math.ceil(300 / interval), 14),
    priceTolerance: rng.pick([0, 1_000, 50_000, 999_999]),
  };
  order.reduceOnly = rng.chance(150);
  order.timeInForce = order.reduceOnly ? 1 : 0;
  if (rng.chance(600)) order.subticks = 0n;
  order.goodTilBlockTime = seconds + rng.between(300, 1_000);
  order.quantums *= BigInt(rng.between(1, 12));
}

/** Spoils one field with a number at the edge of its type or out of its enum. */
export function spoil(rng: Rng, order: clob.Order): clob.Order {
  const U64 = (1n << 64n) - 1n;
  const U32 = 0xffff_ffff;
  const big = () => rng.pick([0n, 1n, U64, U64 - 1n, 1n << 63n, 1n << 53n, rng.big(64)]);
  const small = () => rng.pick([0, 1, U32, 0x7fff_ffff, 0x8000_0000, rng.next()]);
  const id = order.orderId as clob.OrderId;
  const changes: (() => Partial<clob.Order>)[] = [
    () => ({ quantums: big() }),
    () => ({ subticks: big() }),
    () => ({ quantums: big(), subticks: big() }),
    () => ({ goodTilBlock: small(), goodTilBlockTime: undefined }),
    () => ({ goodTilBlockTime: small(), goodTilBlock: undefined }),
    () => ({ side: rng.int(5) }),
    () => ({ timeInForce: rng.int(6) }),
    () => ({ conditionType: rng.int(5) }),
    () => ({ conditionalOrderTriggerSubticks: big() }),
    () => ({ orderId: { ...id, clobPairId: small() } }),
    () => ({ orderId: { ...id, clientId: small() } }),
    () => ({ orderId: { ...id, orderFlags: rng.pick([0, 32, 64, 128, 256, 1, small()]) } }),
    () => ({ orderId: { ...id, subaccountId: undefined } }),
    () => ({ orderId: undefined }),
    () => ({
      orderId: {
        ...id,
        subaccountId: {
          owner: id.subaccountId?.owner ?? "",
          number: rng.pick([127, 128_000, 128_001, U32]),
        },
      },
    }),
    () => ({ twapParameters: { interval: small(), duration: small(), priceTolerance: small() } }),
    () => ({ builderCodeParameters: { builderAddress: "nobody", feePpm: small() } }),
    () => ({ orderRouterAddress: "dydx1nobody" }),
    () => ({ reduceOnly: !order.reduceOnly }),
    () => ({ clientMetadata: small() }),
  ];
  return { ...order, ...rng.pick(changes)() };
}
