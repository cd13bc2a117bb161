import { abs, mulPpmUp, must } from "../../math/index.js";
import {
  allPerpetuals,
  type LiquidityTier,
  liquidityTierOf,
  notional,
  type Perpetual,
  pricingOf,
} from "../../perpetuals/index.js";
import {
  accountRisk,
  isLiquidatable,
  type PerpetualPosition,
  type SubaccountId,
} from "../../subaccounts/index.js";
import type { LiquidationInputs, OpenPositions } from "../daemonInputs.js";
import type { ClobKernel } from "../state.js";
import { Holders } from "./holders.js";
import { TriggerHeap } from "./triggerHeap.js";

/** An account with positions. */
interface Watched {
  readonly key: string;
  readonly id: SubaccountId;
  /** Grows when the account is looked at: triggers noted before are void. */
  version: number;
  positions: readonly PerpetualPosition[];
  liquidatable: boolean;
  negative: boolean;
}

/** What the watch last saw of a perpetual, and who holds it. */
interface WatchedMarket {
  readonly id: number;
  price: bigint;
  tier: LiquidityTier;
  perpetual: Perpetual;
  readonly longs: Holders<Watched>;
  readonly shorts: Holders<Watched>;
  /** Longs by minus the price at or below which they are looked at, shorts by the price above. */
  readonly falls: TriggerHeap<Watched>;
  readonly rises: TriggerHeap<Watched>;
}

const NOBODY: SubaccountId = { owner: "", number: 0 };

/** Each position's value is rounded once and its margin twice, before and after a move. */
const ROUNDINGS = 4n;
const PPM = 1_000_000n;

/**
 * The liquidation daemon's view of the committed state (clob.md §8.1), kept up to date: a scan
 * looks only at accounts that a block changed, that paid funding, or whose markets moved so far
 * that
 * they can have become liquidatable. For each of the others the watch holds one price per position
 * within which all of them together cannot use up what the account has above its maintenance
 * margin.
 * Node-local: derived from state, never part of it.
 */
export class LiquidationWatch {
  private readonly accounts = new Map<string, Watched>();
  private readonly markets = new Map<number, WatchedMarket>();
  /** Keys of accounts to look at in the next scan. */
  private pending: Set<string>;
  /** Accounts with nothing to spare: looked at in every scan. */
  private readonly risky = new Set<Watched>();
  /** How many accounts the last scan looked at. */
  looks = 0;

  /** Starts with every account in `k`; one watch per engine. */
  constructor(private readonly k: ClobKernel) {
    const { subaccounts } = k.subaccounts;
    this.pending = new Set(subaccounts.sortedKeys());
    subaccounts.onCommit = (key) => this.pending.add(key);
  }

  /** The report on the state in view, which must be the committed one. Lists ascend by key. */
  scan(): LiquidationInputs {
    for (const perpetual of allPerpetuals(this.k)) this.followMarket(perpetual);
    for (const { key } of this.risky) this.pending.add(key);
    this.looks = this.pending.size;
    for (const key of this.pending) this.look(key);
    this.pending = new Set();
    const risky = [...this.risky].sort(byKey);
    return {
      liquidatable: risky.filter((w) => w.liquidatable).map((w) => w.id),
      negativeTnc: risky.filter((w) => w.negative).map((w) => w.id),
      positions: this.openPositions(),
    };
  }

  /** Notes who has to be looked at because of what happened to a market. */
  private followMarket(perpetual: Perpetual): void {
    const { k } = this;
    const { price } = pricingOf(k, perpetual);
    const tier = liquidityTierOf(k, perpetual);
    const { id } = perpetual.params;
    const known = this.markets.get(id);
    if (known === undefined) {
      this.markets.set(id, newMarket(perpetual, price, tier));
      return;
    }
    const note = (w: Watched) => this.pending.add(w.key);
    const isSame =
      known.tier === tier &&
      known.perpetual.params === perpetual.params &&
      known.perpetual.fundingIndex === perpetual.fundingIndex;
    if (!isSame) {
      known.longs.forEach(note);
      known.shorts.forEach(note);
    } else {
      known.falls.reach(-price, note);
      known.rises.reach(price, note);
    }
    Object.assign(known, { price, tier, perpetual });
  }

  /** Brings the watch up to date with one account. */
  private look(key: string): void {
    const { k } = this;
    const account = k.subaccounts.subaccounts.get(key);
    const known = this.accounts.get(key);
    const watched = known ?? newWatched(key, account?.id);
    this.risky.delete(watched);
    this.setPositions(watched, account?.perpetualPositions ?? []);
    if (account === undefined || watched.positions.length === 0) {
      this.accounts.delete(key);
      return;
    }
    if (known === undefined) this.accounts.set(key, watched);
    watched.version++;
    const risk = accountRisk(k, account.id);
    watched.liquidatable = isLiquidatable(risk);
    watched.negative = risk.nc < 0n;
    if (!this.setTriggers(watched, risk.nc - risk.mmr)) this.risky.add(watched);
  }

  private setPositions(watched: Watched, next: Watched["positions"]): void {
    const before = watched.positions;
    if (before === next) return;
    watched.positions = next;
    const isNext = (p: PerpetualPosition) =>
      next.some((q) => q.perpetualId === p.perpetualId && q.quantums > 0n === p.quantums > 0n);
    for (const p of before) if (!isNext(p)) this.holders(p).delete(watched);
    for (const p of next) this.holders(p).add(watched);
  }

  /**
   * Notes the prices at which the account has to be looked at again; says whether there is room for
   * any move. With every price within them, the value of a position moves by less than its share of
   * what is spare; a short's maintenance margin grows with it, a long's shrinks.
   */
  private setTriggers(watched: Watched, aboveMaintenance: bigint): boolean {
    const spare = aboveMaintenance - ROUNDINGS * BigInt(watched.positions.length) - 1n;
    if (spare <= 0n) return false;
    let exposure = 0n;
    for (const { perpetualId, quantums } of watched.positions) {
      const { perpetual, tier } = this.market(perpetualId);
      const value = abs(notional(this.k, perpetual, quantums)) + 1n;
      exposure += value * (quantums > 0n ? PPM : PPM + maintenancePpm(tier));
    }
    for (const { perpetualId, quantums } of watched.positions) {
      const market = this.market(perpetualId);
      const { price } = market;
      if (price === 0n) return false;
      const move = (price * spare * PPM) / exposure;
      if (quantums <= 0n) market.rises.add(price + move, watched);
      else if (move < price) market.falls.add(move - price, watched);
    }
    return true;
  }

  private market(perpetualId: number): WatchedMarket {
    return must(this.markets.get(perpetualId), `perpetual ${perpetualId} is watched`);
  }

  private holders({ perpetualId, quantums }: PerpetualPosition): Holders<Watched> {
    const market = this.market(perpetualId);
    return quantums > 0n ? market.longs : market.shorts;
  }

  private openPositions(): OpenPositions[] {
    return [...this.markets.values()]
      .filter((m) => m.longs.size + m.shorts.size > 0)
      .sort((a, b) => a.id - b.id)
      .map(openPositionsOf);
  }
}

function newWatched(key: string, id = NOBODY): Watched {
  return { key, id, version: 0, positions: [], liquidatable: false, negative: false };
}

function newMarket(perpetual: Perpetual, price: bigint, tier: LiquidityTier): WatchedMarket {
  return {
    id: perpetual.params.id,
    price,
    tier,
    perpetual,
    longs: new Holders(),
    shorts: new Holders(),
    falls: new TriggerHeap(),
    rises: new TriggerHeap(),
  };
}

/** No smaller than the maintenance margin of any value, in ppm of it. ROUNDING: up. */
function maintenancePpm(tier: LiquidityTier): bigint {
  return mulPpmUp(BigInt(tier.initialMarginPpm), tier.maintenanceFractionPpm);
}

function openPositionsOf({ id, longs, shorts }: WatchedMarket): OpenPositions {
  const [longList, shortList] = [longs.list(), shorts.list()];
  return {
    perpetualId: id,
    get longs() {
      return longList.ids;
    },
    get shorts() {
      return shortList.ids;
    },
  };
}

function byKey(a: Watched, b: Watched): number {
  return a.key < b.key ? -1 : 1;
}
