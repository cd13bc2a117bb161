import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { clob, offChainUpdates } from "@perpetua/protocol";
import { initGenesis } from "../../../src/app/genesis.js";
import { createKernel, type EngineKernel } from "../../../src/app/kernel.js";
import {
  checkInvariants,
  drainOffchain,
  initBooksFromState,
  type Order,
  OrderFlags,
  placeShortTermOrder,
} from "../../../src/clob/index.js";
import { idKey, mustPerpetual, setPerpetual } from "../../../src/perpetuals/index.js";
import { GenesisJson, Mode, type Rejection } from "../../../src/state/index.js";
import {
  accountRisk,
  getSubaccount,
  positionSize,
  type SubaccountId,
  setSubaccount,
  usdcBalance,
} from "../../../src/subaccounts/index.js";

const GENESIS = fileURLToPath(
  new URL("../../../../testkit/recordings/main/genesis.json", import.meta.url),
);

/** Addresses with a valid checksum, by the letter that the examples use. */
export const OWNERS = [
  "dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4",
  "dydx10fx7sy6ywd5senxae9dwytf8jxek3t2gcen2vs",
  "dydx1fjg6zp6vv8t9wvy4lps03r5l4g7tkjw9wvmh70",
  "dydx1wau5mja7j7zdavtfq9lu7ejef05hm6ffenlcsn",
  "dydx19rl4cm2hmr8afy4kldpxz3fka4jguq0a4erelz",
  "dydx16ns2f3vrquy0vpyvkg92dxhymmran5f7d9ttzl",
  "dydx1avgyh77ycn997ja45q5q8ss8y9mr424jfrvh4k",
  "dydx1am058pdux3hyulcmfgj4m3hhrlfn8nzmw7jr0h",
] as const;

export const BTC = 0;
export const ETH = 1;
/** One BTC in base quantums; one dollar of BTC price in subticks. */
export const ONE_BTC = 10_000_000_000n;
export const DOLLAR = 100_000n;
export const USDC = 1_000_000n;

export type Account = SubaccountId;
export const account = (i: number, number = 0): Account => ({ owner: OWNERS[i] as string, number });

export interface OrderOptions {
  readonly clientId?: number;
  readonly flags?: number;
  readonly pair?: number;
  readonly goodTil?: number;
  readonly timeInForce?: clob.Order_TimeInForce;
  readonly reduceOnly?: boolean;
  readonly trigger?: bigint;
  readonly condition?: clob.Order_ConditionType;
  readonly twap?: clob.TwapParameters;
  readonly builderFeePpm?: number;
}

export function makeOrder(
  who: Account,
  side: "buy" | "sell",
  quantums: bigint,
  subticks: bigint,
  o: OrderOptions = {},
): Order {
  const flags = o.flags ?? 0;
  const isShortTerm = flags === OrderFlags.ShortTerm;
  return {
    orderId: {
      subaccountId: who,
      clientId: o.clientId ?? 0,
      orderFlags: flags,
      clobPairId: o.pair ?? BTC,
    },
    side: side === "buy" ? 1 : 2,
    quantums,
    subticks,
    goodTilBlock: isShortTerm ? (o.goodTil ?? 110) : undefined,
    goodTilBlockTime: isShortTerm ? undefined : (o.goodTil ?? 1_700_000_100),
    timeInForce: o.timeInForce ?? 0,
    reduceOnly: o.reduceOnly ?? false,
    clientMetadata: 0,
    conditionType: o.condition ?? 0,
    conditionalOrderTriggerSubticks: o.trigger ?? 0n,
    twapParameters: o.twap,
    builderCodeParameters:
      o.builderFeePpm === undefined
        ? undefined
        : { builderAddress: OWNERS[7], feePpm: o.builderFeePpm },
    orderRouterAddress: "",
  };
}

/**
 * The markets of clob.md §13: **B** is BTC at 30,000 dollars with IMF 20,000 ppm and maintenance
 * fraction 600,000 ppm; `S` changes the fractions to
 * 100,000 and 500,000. Height 100 is committed, the time is 1,700,000,000.
 */
export class World {
  readonly k: EngineKernel = createKernel({});
  private nextClientId = 1;

  constructor() {
    const { k } = this;
    const json = new GenesisJson(JSON.parse(readFileSync(GENESIS, "utf8")), "genesis");
    k.mode = Mode.Deliver;
    initGenesis(k, json.at("app_state"));
    this.setMargins(BTC, 20_000, 600_000);
    this.setPrice(BTC, 3_000_000_000n);
    this.setPrice(ETH, 2_000_000_000n);
    this.setBlock(100, 1_700_000_000);
    k.registry.commit();
    k.registry.clearBlockScoped();
    initBooksFromState(k);
    k.mode = Mode.CheckTx;
  }

  /** The last committed block. */
  setBlock(height: number, seconds: number): void {
    const { k } = this;
    k.header = { ...k.header, height, seconds, nanos: 0 };
    k.blocktime.previousBlock.set({ height, seconds, nanos: 0 });
  }

  setPrice(market: number, price: bigint): void {
    const old = this.k.prices.prices.get(String(market));
    if (old === undefined) throw new Error(`no market ${market}`);
    this.k.prices.prices.set(String(market), { ...old, price });
  }

  setMargins(perpetualId: number, initialMarginPpm: number, maintenanceFractionPpm: number): void {
    const { k } = this;
    const perpetual = mustPerpetual(k, perpetualId);
    const tier = k.perpetuals.liquidityTiers.get(idKey(perpetual.params.liquidityTier));
    if (tier === undefined) throw new Error("no tier");
    k.perpetuals.liquidityTiers.set(idKey(tier.id), {
      ...tier,
      initialMarginPpm,
      maintenanceFractionPpm,
      openInterestLowerCap: 0n,
      openInterestUpperCap: 0n,
    });
  }

  /** Sets an account to a USDC balance and positions; open interest follows the longs. */
  setAccount(who: Account, usdc: bigint, positions: Readonly<Record<number, bigint>> = {}): void {
    const { k } = this;
    const perpetualPositions = Object.entries(positions).map(([id, quantums]) => {
      const perpetual = mustPerpetual(k, Number(id));
      if (quantums > 0n) {
        setPerpetual(k, { ...perpetual, openInterest: perpetual.openInterest + quantums });
      }
      const fundingIndex = perpetual.fundingIndex;
      return { perpetualId: Number(id), quantums, fundingIndex, quoteBalance: 0n };
    });
    const assetPositions = usdc === 0n ? [] : [{ assetId: 0, quantums: usdc, index: 0n }];
    setSubaccount(k, { id: who, assetPositions, perpetualPositions, marginEnabled: true });
  }

  usdc(who: Account): bigint {
    return usdcBalance(getSubaccount(this.k, who));
  }

  position(who: Account, perpetualId = BTC): bigint {
    return positionSize(getSubaccount(this.k, who), perpetualId);
  }

  risk(who: Account) {
    return accountRisk(this.k, who);
  }

  /** Places a short-term order on the memclob; invariants hold afterwards. */
  place(
    who: Account,
    side: "buy" | "sell",
    quantums: bigint,
    subticks: bigint,
    o: OrderOptions = {},
  ): Rejection | undefined {
    const clientId = o.clientId ?? this.nextClientId++;
    const order = makeOrder(who, side, quantums, subticks, { ...o, clientId });
    const refused = placeShortTermOrder(this.k, order, new Uint8Array([clientId]));
    checkInvariants(this.k);
    return refused;
  }

  /**
   * The off-chain messages since the last call, as short texts: `place 3`, `update 3 = 100`,
   * `remove 3 (5)`.
   */
  messages(): string[] {
    return drainOffchain(this.k).map(({ message }) => describeMessage(message));
  }

  /** Resting orders of a side, best first: `price × lots`. */
  levels(side: "buy" | "sell", pair = BTC) {
    const market = this.k.memclob.market(this.k, pair);
    return market?.book.levels(side === "buy").map((l) => [l.subticks, l.lots] as const) ?? [];
  }

  /** The fills queued so far as pairs of maker's client id and quantums. */
  fills(): [maker: number, quantums: bigint][] {
    return this.k.memclob.queue
      .all()
      .flatMap((op) =>
        op.kind !== "match"
          ? []
          : ((op.match.matchOrders ?? op.match.matchPerpetualLiquidation)?.fills.map(
              (f): [number, bigint] => [f.makerOrderId?.clientId ?? -1, f.fillAmount],
            ) ?? []),
      );
  }
}

function describeMessage(m: offChainUpdates.OffChainUpdateV1): string {
  if (m.orderPlace !== undefined) return `place ${m.orderPlace.order?.orderId?.clientId}`;
  if (m.orderRemove !== undefined) {
    return `remove ${m.orderRemove.removedOrderId?.clientId} (${m.orderRemove.reason})`;
  }
  const update = m.orderUpdate;
  return `update ${update?.orderId?.clientId} = ${update?.totalFilledQuantums}`;
}
