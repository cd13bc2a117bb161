import { addressOfPublicKey, clob as clobProto } from "@perpetua/protocol";
import { Exchange } from "../src/app/exchange.js";
import { initGenesis } from "../src/app/genesis.js";
import { createKernel, type EngineKernel } from "../src/app/kernel.js";
import { moduleAddress } from "../src/auth/index.js";
import { USDC_DENOM } from "../src/bank/index.js";
import { placeStatefulOrder, precommit, prepareCheckState } from "../src/clob/index.js";
import { type Order, presentOrder } from "../src/clob/order.js";
import { liquidityTierOf, mustPerpetual, notional, setPerpetual } from "../src/perpetuals/index.js";
import { applyPriceUpdates, movedEnough } from "../src/prices/index.js";
import { GenesisJson, Mode } from "../src/state/index.js";
import { getSubaccount, isolatedPool } from "../src/subaccounts/index.js";
import { type BenchMarket, benchMarkets, recordedGenesis } from "./markets.js";
import { generator } from "./orderStream.js";

/** A user whose signatures the benchmark's verifier takes unseen. */
export interface BenchAccount {
  readonly address: string;
  readonly publicKey: Uint8Array;
}

export interface BigState {
  readonly exchange: Exchange;
  /** The exchange's own kernel. */
  readonly k: EngineKernel;
  readonly markets: readonly BenchMarket[];
  readonly accounts: readonly BenchAccount[];
}

interface Position {
  readonly perpetual_id: number;
  readonly quantums: string;
  readonly funding_index: string;
  readonly quote_balance: string;
}

/** The parts of `app_state` that are filled. */
interface AppState {
  readonly auth: { accounts: unknown[] };
  readonly bank: { balances: { address: string; coins: { denom: string; amount: string }[] }[] };
  readonly subaccounts: { subaccounts: unknown[] };
  readonly perpetuals: { perpetuals: { params: { id: number }; open_interest?: string }[] };
}

/** Share of the accounts that hold one isolated position instead of cross ones. */
const ISOLATED = 0.04;
/** Share of the accounts that a move of a few percent can make liquidatable. */
const RISKY = 0.03;
const MAX_POSITIONS = 3;

function makeAccount(index: number): BenchAccount {
  const publicKey = new Uint8Array(33);
  publicKey[0] = 2;
  new DataView(publicKey.buffer).setUint32(1, index + 1);
  return { publicKey, address: addressOfPublicKey(publicKey) };
}

/**
 * An exchange whose genesis has `count` subaccounts with one to three positions in twenty markets,
 * longs and shorts in pairs; most could lose 5 to 100 % of their positions' value before they are
 * liquidatable, some 0.1 to 5 %.
 */
export function bigState(count: number): BigState {
  const document = recordedGenesis();
  const state = document.app_state as unknown as AppState;
  const probe = createKernel({});
  probe.mode = Mode.Deliver;
  initGenesis(probe, new GenesisJson(recordedGenesis(), "genesis").at("app_state"));
  const markets = benchMarkets(probe);
  const notionalOf = (market: BenchMarket, quantums: bigint) =>
    notional(probe, mustPerpetual(probe, market.perpetualId), quantums);

  const maintenancePpm = (market: BenchMarket) => {
    const tier = liquidityTierOf(probe, mustPerpetual(probe, market.perpetualId));
    return BigInt(Math.ceil((tier.initialMarginPpm * tier.maintenanceFractionPpm) / 1_000_000));
  };
  const random = generator(20261125);
  const accounts = Array.from({ length: count }, (_, i) => makeAccount(i));
  const longs = new Map<number, bigint>();
  const pools = new Map<string, bigint>();
  for (let i = 0; i + 1 < count; i += 2) {
    const chosen = choose(random, markets);
    const sizes = chosen.map((m) => m.lotQuantums * BigInt(1 + Math.floor(random() * 4)));
    for (const side of [1n, -1n]) {
      const account = accounts[side === 1n ? i : i + 1] as BenchAccount;
      let value = 0n;
      let gross = 0n;
      let maintenance = 0n;
      chosen.forEach((market, at) => {
        const each = notionalOf(market, sizes[at] as bigint);
        value += side * each;
        gross += each;
        maintenance += (each * maintenancePpm(market)) / 1_000_000n;
      });
      const equity = maintenance + (gross * BigInt(Math.floor(sparePpm(random)))) / 1_000_000n;
      const usdc = equity - value;
      const pool = chosen[0]?.isIsolated
        ? isolatedPool(chosen[0].perpetualId)
        : moduleAddress("subaccounts");
      pools.set(pool, (pools.get(pool) ?? 0n) + usdc);
      const held = chosen.map((market, at) => position(market, side * (sizes[at] as bigint)));
      addAccount(state, account, i, usdc, held);
    }
    for (const [at, { perpetualId }] of chosen.entries()) {
      longs.set(perpetualId, (longs.get(perpetualId) ?? 0n) + (sizes[at] as bigint));
    }
  }
  for (const p of state.perpetuals.perpetuals) {
    p.open_interest = String(longs.get(p.params.id) ?? 0n);
  }
  for (const [pool, amount] of pools) addCoins(state, pool, amount);
  const [exchange] = Exchange.genesis(document, { verifier: { verify: () => true } });
  return { exchange, k: exchange.readCommitted((k) => k), markets, accounts };
}

/** What an account could lose, in ppm of the gross value of its positions. */
function sparePpm(random: () => number): number {
  return random() < RISKY ? 1_000 + random() * 49_000 : 50_000 + random() * 950_000;
}

/** One isolated market, or one to three cross ones in ascending order of id. */
function choose(random: () => number, markets: readonly BenchMarket[]): BenchMarket[] {
  const wantsIsolated = random() < ISOLATED;
  const pool = markets.filter((m) => m.isIsolated === wantsIsolated);
  const count = wantsIsolated ? 1 : 1 + Math.floor(random() * MAX_POSITIONS);
  const chosen = new Set<BenchMarket>();
  while (chosen.size < count) {
    chosen.add(pool[Math.floor(random() * random() * pool.length)] as BenchMarket);
  }
  return [...chosen].sort((a, b) => a.perpetualId - b.perpetualId);
}

function position(market: BenchMarket, quantums: bigint): Position {
  return {
    perpetual_id: market.perpetualId,
    quantums: String(quantums),
    funding_index: "0",
    quote_balance: "0",
  };
}

function addAccount(
  state: AppState,
  { address }: BenchAccount,
  index: number,
  usdc: bigint,
  held: readonly Position[],
): void {
  state.auth.accounts.push({
    "@type": "/cosmos.auth.v1beta1.BaseAccount",
    address,
    pub_key: null,
    account_number: String(1_000 + index),
    sequence: "0",
  });
  state.subaccounts.subaccounts.push({
    id: { owner: address, number: 0 },
    margin_enabled: true,
    asset_positions: usdc === 0n ? [] : [{ asset_id: 0, quantums: String(usdc), index: "0" }],
    perpetual_positions: held,
  });
}

function addCoins(state: AppState, address: string, amount: bigint): void {
  const balances = state.bank.balances;
  const coins = balances.find((b) => b.address === address)?.coins;
  const usdc = coins?.find((c) => c.denom === USDC_DENOM);
  if (usdc !== undefined) usdc.amount = String(BigInt(usdc.amount) + amount);
  else balances.push({ address, coins: [{ denom: USDC_DENOM, amount: String(amount) }] });
}

/** Opens a block without transactions; `finish` closes it. */
function inBlock({ k }: BigState, run: () => void): void {
  const { height, seconds } = k.header;
  k.header = { ...k.header, height: height + 1, seconds: seconds + 1 };
  k.mode = Mode.Deliver;
  run();
  precommit(k);
  k.registry.commit();
  k.mode = Mode.PrepareCheckState;
  prepareCheckState(k);
  k.memclob.offchain.discard();
  k.registry.rollback();
  k.registry.clearBlockScoped();
  k.mode = Mode.CheckTx;
}

/** A committed block that sets every oracle price to its start moved by `ppm`. */
export function movePrices(state: BigState, ppm: bigint): void {
  const marketPriceUpdates = state.markets
    .map(({ marketId, price }) => ({ marketId, price: price + (price * ppm) / 1_000_000n }))
    .filter(({ marketId, price }) => movedEnough(state.k, marketId, price))
    .sort((a, b) => a.marketId - b.marketId);
  inBlock(state, () => {
    const refused = applyPriceUpdates(state.k, { marketPriceUpdates });
    if (refused !== undefined) throw new Error(refused.log);
  });
}

/** A committed block that moves every funding index. */
export function moveFunding(state: BigState): void {
  inBlock(state, () => {
    for (const { perpetualId } of state.markets) {
      const perpetual = mustPerpetual(state.k, perpetualId);
      setPerpetual(state.k, { ...perpetual, fundingIndex: perpetual.fundingIndex + 1n });
    }
  });
}

/**
 * A committed block with `count` long-term orders that rest, one to three per account; accounts
 * with less than 20 USDC may have none.
 */
export function placeLongTermOrders(state: BigState, count: number): void {
  const random = generator(42);
  inBlock(state, () => {
    let placed = 0;
    for (let i = 0; placed < count; i++) {
      if (i > 3 * state.accounts.length) throw new Error("too few accounts can place orders");
      const order = reducingOrder(state, i, random);
      if (placeStatefulOrder(state.k, order, false) === undefined) placed++;
    }
  });
}

/** An order beside the middle against what the account holds. */
function reducingOrder({ k, markets, accounts }: BigState, i: number, random: () => number): Order {
  const owner = accounts[i % accounts.length]?.address ?? "";
  const held = getSubaccount(k, { owner, number: 0 }).perpetualPositions[0];
  const market = markets.find((m) => m.perpetualId === held?.perpetualId);
  if (held === undefined || market === undefined) throw new Error(`${owner} holds nothing`);
  const isBuy = held.quantums < 0n;
  const away = 1 + Math.floor(random() * 200);
  const tick = market.middle + (isBuy ? -away : away);
  const order = clobProto.Order.fromPartial({
    orderId: {
      subaccountId: { owner, number: 0 },
      clientId: i,
      orderFlags: 64,
      clobPairId: market.pair.id,
    },
    side: isBuy ? 1 : 2,
    quantums: market.lotQuantums,
    subticks: BigInt(tick * market.pair.subticksPerTick),
    goodTilBlockTime: k.header.seconds + 86_400,
  });
  return presentOrder(order);
}
