import { generator } from "./orderStream.js";

/** One command of the mixed stream; ids count placements of all markets. */
export interface MixedCommand {
  readonly kind: "rest" | "take" | "reduce" | "conditional" | "cancel";
  readonly id: number;
  /** Index into the markets of the stream. */
  readonly market: number;
  readonly account: number;
  readonly isBuy: boolean;
  readonly tick: number;
  readonly lots: number;
  /** Of conditional orders, in ticks. */
  readonly trigger: number;
}

export interface MixedOptions {
  readonly seed: number;
  readonly accounts: number;
  /** Middle of each market, in ticks. */
  readonly middles: readonly number[];
  /** How many orders rest in each of the busy markets; others have them by their activity. */
  readonly resting: number;
  /** An order is cancelled at the latest when so many commands came after it. */
  readonly life: number;
}

/** Markets that hold the full number of resting orders. */
const BUSY = 4;
const TAKERS = 0.055;
/** Reduce-only IOC orders against earlier takers' positions: with the takers 6 %. */
const REDUCERS = 0.005;
const CONDITIONALS = 0.005;
const BAND = 200;
const REACH = 40;

/**
 * Placements, cancels, takers, reduce-only and conditional orders over many markets. Activity falls
 * with the market's rank as 1/rank, as on exchanges; some accounts trade far more than others; half
 * of what does not take is placements near the middle, half cancels of earlier ones.
 */
export class MixedStream {
  private readonly random: () => number;
  private readonly shares: number[];
  private readonly open: OpenOrders[];
  private readonly taken: MixedCommand[] = [];
  /** Resting orders with the command count at which they end, oldest first. */
  private readonly ages: { readonly end: number; readonly order: MixedCommand }[] = [];
  private oldest = 0;
  private nextId = 1;
  private commands = 0;

  constructor(private readonly options: MixedOptions) {
    this.random = generator(options.seed);
    const weights = options.middles.map((_, rank) => 1 / (rank + 1));
    const sum = weights.reduce((a, b) => a + b, 0);
    let upTo = 0;
    this.shares = weights.map((w) => (upTo += w / sum));
    this.open = options.middles.map(() => new OpenOrders());
  }

  /** Orders that rest before the measurement starts, market by market. */
  preload(): MixedCommand[] {
    return this.open.flatMap((_, market) =>
      Array.from({ length: this.depthOf(market) }, () => this.rest(market)),
    );
  }

  conditionals(count: number): MixedCommand[] {
    return Array.from({ length: count }, () => this.conditional(this.someMarket()));
  }

  /** The next `count` commands. */
  take(count: number): MixedCommand[] {
    return Array.from({ length: count }, () => this.next());
  }

  private next(): MixedCommand {
    this.commands++;
    const old = this.ages[this.oldest];
    if (old !== undefined && old.end <= this.commands) {
      this.oldest++;
      const open = this.open[old.order.market] as OpenOrders;
      if (open.delete(old.order)) return { ...old.order, kind: "cancel" };
    }
    const dice = this.random();
    const market = this.someMarket();
    if (dice < TAKERS) return this.taker(market);
    if (dice < TAKERS + REDUCERS) return this.reducer() ?? this.taker(market);
    if (dice < TAKERS + REDUCERS + CONDITIONALS) return this.conditional(market);
    const open = this.open[market] as OpenOrders;
    const cancels = open.size > this.depthOf(market) && this.random() < 0.5;
    return cancels ? { ...open.take(this.random()), kind: "cancel" } : this.rest(market);
  }

  private depthOf(market: number): number {
    return Math.ceil(this.options.resting * Math.min(1, BUSY / (market + 1)));
  }

  private rest(market: number): MixedCommand {
    const isBuy = this.random() < 0.5;
    const distance = 1 + Math.floor(this.random() * this.random() * BAND);
    const tick = this.middleOf(market) + (isBuy ? -distance : distance);
    const command = this.command("rest", market, isBuy, tick, 2 + this.below(8));
    (this.open[market] as OpenOrders).add(command);
    this.ages.push({ end: this.commands + this.options.life, order: command });
    return command;
  }

  private taker(market: number): MixedCommand {
    const isBuy = this.random() < 0.5;
    const tick = this.middleOf(market) + (isBuy ? REACH : -REACH);
    const command = this.command("take", market, isBuy, tick, 1 + this.below(4));
    this.taken.push(command);
    return command;
  }

  /** Closes the position of the last taker. */
  private reducer(): MixedCommand | undefined {
    const opened = this.taken.pop();
    if (opened === undefined) return undefined;
    this.taken.length = 0;
    const isBuy = !opened.isBuy;
    const tick = this.middleOf(opened.market) + (isBuy ? REACH : -REACH);
    return { ...opened, kind: "reduce", id: this.nextId++, isBuy, tick };
  }

  /** A stop or take-profit order, its trigger within half a percent of the middle. */
  private conditional(market: number): MixedCommand {
    const isBuy = this.random() < 0.5;
    const middle = this.middleOf(market);
    const tick = middle + (isBuy ? -REACH : REACH);
    const away = 1 + Math.floor(this.random() * 0.005 * middle);
    const trigger = middle + (this.random() < 0.5 ? away : -away);
    return { ...this.command("conditional", market, isBuy, tick, 1 + this.below(4)), trigger };
  }

  private command(
    kind: MixedCommand["kind"],
    market: number,
    isBuy: boolean,
    tick: number,
    lots: number,
  ): MixedCommand {
    const account = Math.floor(this.random() * this.random() * this.options.accounts);
    return { kind, id: this.nextId++, market, account, isBuy, tick, lots, trigger: 0 };
  }

  private middleOf(market: number): number {
    return this.options.middles[market] as number;
  }

  private someMarket(): number {
    const dice = this.random();
    return Math.min(
      this.shares.findIndex((upTo) => dice < upTo),
      this.shares.length - 1,
    );
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }
}

/** The resting orders of a market, drawn at random. */
class OpenOrders {
  private readonly list: MixedCommand[] = [];
  private readonly places = new Map<number, number>();

  get size(): number {
    return this.list.length;
  }

  add(order: MixedCommand): void {
    this.places.set(order.id, this.list.length);
    this.list.push(order);
  }

  delete(order: MixedCommand): boolean {
    const at = this.places.get(order.id);
    if (at === undefined) return false;
    this.places.delete(order.id);
    const last = this.list.pop() as MixedCommand;
    if (last.id !== order.id) {
      this.list[at] = last;
      this.places.set(last.id, at);
    }
    return true;
  }

  /** `at` is in [0, 1). */
  take(at: number): MixedCommand {
    const order = this.list[Math.floor(at * this.list.length)] as MixedCommand;
    this.delete(order);
    return order;
  }
}
