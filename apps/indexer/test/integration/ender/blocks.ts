import {
  encodeSerializableInt,
  indexerEvents,
  indexerManager,
  type indexerV1,
} from "@perpetua/protocol";

/** Builds `to-ender` messages for the worked examples of indexer.md §9.2. */

interface Encoder<T> {
  fromPartial(value: object): T;
  encode(value: T): { finish(): Uint8Array };
}

export interface TestEvent {
  readonly subtype: string;
  readonly version: number;
  readonly data: Uint8Array;
  /** Index of the transaction; absent for events of the end of the block. */
  readonly tx?: number;
}

export function event<T>(
  subtype: string,
  codec: Encoder<T>,
  value: object,
  at: { tx?: number; version?: number } = { tx: 0 },
): TestEvent {
  const data = codec.encode(codec.fromPartial(value)).finish();
  const place = at.tx === undefined ? {} : { tx: at.tx };
  return { subtype, version: at.version ?? 1, data, ...place };
}

/** A block whose events are numbered per transaction, with one hash per transaction. */
export function block(height: number, time: string, events: readonly TestEvent[]): Uint8Array {
  const counters = new Map<number | undefined, number>();
  const milliseconds = Date.parse(time);
  const transactions = Math.max(-1, ...events.map(({ tx }) => tx ?? -1)) + 1;
  return indexerManager.IndexerTendermintBlock.encode(
    indexerManager.IndexerTendermintBlock.fromPartial({
      height,
      time: {
        seconds: BigInt(Math.floor(milliseconds / 1_000)),
        nanos: (milliseconds % 1_000) * 1_000_000,
      },
      txHashes: Array.from({ length: transactions }, (_, index) => `TX${height}${"ABC"[index]}`),
      events: events.map(({ subtype, version, data, tx }) => {
        const eventIndex = counters.get(tx) ?? 0;
        counters.set(tx, eventIndex + 1);
        const place = tx === undefined ? { blockEvent: 2 } : { transactionIndex: tx };
        return { subtype, version, dataBytes: data, eventIndex, ...place };
      }),
    }),
  ).finish();
}

export const ALICE = { owner: "dydx1alice", number: 0 };
export const BOB = { owner: "dydx1bob", number: 0 };
export const CAROL = { owner: "dydx1carol", number: 0 };

/** E1: BTC-USD (exponent −5, AR −10, QCE −9), USDC, one tier. */
export const genesis: readonly TestEvent[] = [
  event("market", indexerEvents.MarketEventV1, {
    marketId: 0,
    marketCreate: { base: { pair: "BTC-USD", minPriceChangePpm: 50 }, exponent: -5 },
  }),
  event("market", indexerEvents.MarketEventV1, {
    marketId: 0,
    priceUpdate: { priceWithExponent: 5_000_000_000n },
  }),
  event(
    "liquidity_tier",
    indexerEvents.LiquidityTierUpsertEventV2,
    { id: 0, name: "Large-Cap", initialMarginPpm: 20_000, maintenanceFractionPpm: 600_000 },
    { tx: 0, version: 2 },
  ),
  event("asset", indexerEvents.AssetCreateEventV1, { id: 0, symbol: "USDC", atomicResolution: -6 }),
  event(
    "perpetual_market",
    indexerEvents.PerpetualMarketCreateEventV3,
    {
      id: 0,
      clobPairId: 0,
      ticker: "BTC-USD",
      marketId: 0,
      status: 1,
      quantumConversionExponent: -9,
      atomicResolution: -10,
      subticksPerTick: 100_000,
      stepBaseQuantums: 1_000_000n,
      liquidityTier: 0,
      marketType: 1,
      defaultFunding8hrPpm: 100,
    },
    { tx: 0, version: 3 },
  ),
];

export const GENESIS_TIME = "2024-01-01T00:00:00.000Z";

/** A subaccount update; sizes in BTC × 10^10 and USDC × 10^6. */
export const update = (
  subaccountId: indexerV1.IndexerSubaccountId,
  usdc: bigint,
  base?: bigint,
  fundingPayment = 0n,
  tx = 0,
): TestEvent =>
  event(
    "subaccount_update",
    indexerEvents.SubaccountUpdateEventV1,
    {
      subaccountId,
      updatedPerpetualPositions:
        base === undefined
          ? []
          : [
              {
                perpetualId: 0,
                quantums: encodeSerializableInt(base),
                fundingIndex: encodeSerializableInt(0n),
                fundingPayment: encodeSerializableInt(fundingPayment),
              },
            ],
      updatedAssetPositions: [{ assetId: 0, quantums: encodeSerializableInt(usdc), index: 0n }],
    },
    { tx },
  );

/** E2: a deposit in a transaction of its own. */
export const deposit = (
  id: indexerV1.IndexerSubaccountId,
  tx: number,
  amount = 10_000_000_000n,
): TestEvent[] => [
  update(id, amount, undefined, 0n, tx),
  event(
    "transfer",
    indexerEvents.TransferEventV1,
    { assetId: 0, amount, sender: { address: id.owner }, recipient: { subaccountId: id } },
    { tx },
  ),
];

export interface OrderTerms {
  readonly subaccountId: indexerV1.IndexerSubaccountId;
  readonly clientId: number;
  readonly side: "BUY" | "SELL";
  /** BTC × 10^10. */
  readonly quantums: bigint;
  /** Dollars. */
  readonly price: number;
  readonly flags?: number;
  readonly timeInForce?: number;
  readonly extra?: object;
}

export function order(terms: OrderTerms): object {
  const flags = terms.flags ?? 0;
  const expiry = flags === 0 ? { goodTilBlock: 20 } : { goodTilBlockTime: 1_704_153_600 };
  return {
    orderId: {
      subaccountId: terms.subaccountId,
      clientId: terms.clientId,
      orderFlags: flags,
      clobPairId: 0,
    },
    side: terms.side === "BUY" ? 1 : 2,
    quantums: terms.quantums,
    subticks: BigInt(terms.price) * 100_000n,
    timeInForce: terms.timeInForce ?? 0,
    ...expiry,
    ...terms.extra,
  };
}
