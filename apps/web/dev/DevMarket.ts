import {
  RESOLUTION_SECONDS,
  type Resolution,
  type WireCandle,
  type WireMarket,
  type WireTrade,
} from "../src/lib/exchange/wire";
import type { Rng } from "./rng";

export interface MarketSpec {
  ticker: string;
  clobPairId: number;
  price: number;
  tick: number;
  step: number;
  atomicResolution: number;
  subticksPerTick: number;
  initial: string;
  maintenance: string;
}

const LEVELS = 40;
const DAY = 86_400;

export const digits = (unit: number): number => Math.max(0, Math.round(-Math.log10(unit) + 0.0001));

/**
 * A market that looks like one: a price that walks in bursts, a book around it whose levels are
 * re-drawn a few at a time, trades, and minute bars from which all others are made. Development
 * only: the numbers are floats.
 */
export class DevMarket {
  price: number;
  readonly levels = { bids: new Map<number, number>(), asks: new Map<number, number>() };
  trades: WireTrade[] = [];
  readonly minutes: {
    time: number;
    o: number;
    h: number;
    l: number;
    c: number;
    v: number;
    n: number;
  }[] = [];
  private volatility = 1;
  private drift = 0;
  private tradeId = 0;

  constructor(
    readonly spec: MarketSpec,
    private readonly rng: Rng,
    now: number,
  ) {
    this.price = spec.price;
    this.makeHistory(now);
    this.redraw(1);
  }

  private makeHistory(now: number): void {
    const start = Math.floor(now / 60_000) * 60 - 3 * DAY;
    for (let time = start; time < now / 1000; time += 60) {
      const o = this.price;
      let h = o;
      let l = o;
      for (let i = 0; i < 6; i += 1) {
        this.walk(0.00026);
        h = Math.max(h, this.price);
        l = Math.min(l, this.price);
      }
      const v = (this.rng.next() ** 2 * 240_000 * this.volatility) / this.price;
      this.minutes.push({ time, o, h, l, c: this.price, v, n: 10 });
    }
  }

  /** One step of the price; calm and busy spells follow each other. */
  private walk(scale: number): void {
    this.volatility = Math.max(
      0.4,
      this.volatility * 0.985 + 0.015 + Math.abs(this.rng.normal()) * 0.006,
    );
    this.drift = this.drift * 0.93 + this.rng.normal() * 0.07;
    const pull = (this.spec.price - this.price) / this.spec.price;
    const change =
      (this.rng.normal() * 0.75 + this.drift) * scale * this.volatility + pull * 0.0002;
    this.price = this.round(this.price * (1 + change));
  }

  round(price: number): number {
    return Math.max(this.spec.tick, Math.round(price / this.spec.tick) * this.spec.tick);
  }

  get center(): number {
    return Math.round(this.price / this.spec.tick);
  }

  /** Re-draws a share of the levels; returns what changed, as the wire tells it. */
  redraw(share: number): { side: "bids" | "asks"; tick: number; size: number }[] {
    const changes: { side: "bids" | "asks"; tick: number; size: number }[] = [];
    const put = (side: "bids" | "asks", tick: number, size: number): void => {
      if (size > 0) this.levels[side].set(tick, size);
      else if (!this.levels[side].delete(tick)) return;
      changes.push({ side, tick, size });
    };
    for (const side of ["bids", "asks"] as const) {
      const best = side === "bids" ? this.center : this.center + 1;
      const direction = side === "bids" ? -1 : 1;
      for (const tick of [...this.levels[side].keys()]) {
        const distance = (tick - best) * direction;
        if (distance < 0 || distance >= LEVELS * 2) put(side, tick, 0);
      }
      for (let i = 0; i < LEVELS; i += 1) {
        const tick = best + direction * (i < 16 ? i : 16 + (i - 16) * 2);
        if (this.rng.next() > share && this.levels[side].has(tick)) continue;
        const usd = 4000 + this.rng.next() ** 2 * 90_000 + i * 900;
        put(side, tick, Math.max(1, Math.round(usd / this.price / this.spec.step)));
      }
    }
    return changes;
  }

  /** Moves on by one block; returns the book's changes and the block's trades. */
  block(now: number): { changes: ReturnType<DevMarket["redraw"]>; trades: WireTrade[] } {
    this.walk(0.00007);
    const changes = this.redraw(0.12);
    const trades: WireTrade[] = [];
    const count = this.rng.next() < 0.55 ? 1 + Math.floor(this.rng.next() * 3) : 0;
    for (let i = 0; i < count; i += 1) {
      const buy = this.rng.next() < 0.5 + this.drift;
      const size = Math.max(
        1,
        Math.round((this.rng.next() ** 3 * 30_000) / this.price / this.spec.step),
      );
      trades.push(this.trade(buy ? "BUY" : "SELL", size, buy ? this.center + 1 : this.center, now));
    }
    return { changes, trades };
  }

  trade(side: "BUY" | "SELL", steps: number, tick: number, now: number): WireTrade {
    this.tradeId += 1;
    const price = tick * this.spec.tick;
    const size = steps * this.spec.step;
    const trade: WireTrade = {
      id: `${this.spec.clobPairId}${String(this.tradeId).padStart(20, "0")}`,
      side,
      size: size.toFixed(digits(this.spec.step)),
      price: price.toFixed(digits(this.spec.tick)),
      type: "LIMIT",
      createdAt: new Date(now).toISOString(),
    };
    this.trades = [trade, ...this.trades].slice(0, 300);
    this.addToBar(price, size, now);
    return trade;
  }

  private addToBar(price: number, size: number, now: number): void {
    const time = Math.floor(now / 60_000) * 60;
    const last = this.minutes[this.minutes.length - 1];
    if (!last || last.time < time) {
      const o = last?.c ?? price;
      this.minutes.push({
        time,
        o,
        h: Math.max(o, price),
        l: Math.min(o, price),
        c: price,
        v: size,
        n: 1,
      });
      return;
    }
    last.h = Math.max(last.h, price);
    last.l = Math.min(last.l, price);
    last.c = price;
    last.v += size;
    last.n += 1;
  }

  /** Bars of any resolution, newest first. */
  candles(resolution: Resolution, limit: number, before = Number.POSITIVE_INFINITY): WireCandle[] {
    const span = RESOLUTION_SECONDS[resolution];
    const bars = new Map<number, WireCandle>();
    const text = (value: number): string => value.toFixed(digits(this.spec.tick));
    for (const minute of this.minutes) {
      const start = Math.floor(minute.time / span) * span;
      if (start >= before) continue;
      const bar = bars.get(start);
      if (!bar) {
        bars.set(start, {
          startedAt: new Date(start * 1000).toISOString(),
          ticker: this.spec.ticker,
          resolution,
          open: text(minute.o),
          high: text(minute.h),
          low: text(minute.l),
          close: text(minute.c),
          baseTokenVolume: minute.v.toFixed(4),
          usdVolume: (minute.v * minute.c).toFixed(2),
          trades: minute.n,
        });
        continue;
      }
      bar.high = text(Math.max(Number(bar.high), minute.h));
      bar.low = text(Math.min(Number(bar.low), minute.l));
      bar.close = text(minute.c);
      bar.baseTokenVolume = (Number(bar.baseTokenVolume) + minute.v).toFixed(4);
      bar.trades += minute.n;
    }
    return [...bars.values()].reverse().slice(0, limit);
  }

  book(): { bids: { price: string; size: string }[]; asks: { price: string; size: string }[] } {
    const list = (side: "bids" | "asks") =>
      [...this.levels[side]]
        .sort((a, b) => (side === "bids" ? b[0] - a[0] : a[0] - b[0]))
        .map(([tick, size]) => ({
          price: (tick * this.spec.tick).toFixed(digits(this.spec.tick)),
          size: (size * this.spec.step).toFixed(digits(this.spec.step)),
        }));
    return { bids: list("bids"), asks: list("asks") };
  }

  wire(): WireMarket {
    const day = this.minutes.slice(-1440);
    const before = day[0]?.o ?? this.price;
    return {
      clobPairId: String(this.spec.clobPairId),
      ticker: this.spec.ticker,
      status: "ACTIVE",
      oraclePrice: (this.price * 0.99996).toFixed(digits(this.spec.tick) + 2),
      priceChange24H: (this.price - before).toFixed(digits(this.spec.tick) + 1),
      volume24H: day.reduce((sum, minute) => sum + minute.v * minute.c, 0).toFixed(2),
      trades24H: day.reduce((sum, minute) => sum + minute.n, 0),
      nextFundingRate: "0.000013",
      initialMarginFraction: this.spec.initial,
      maintenanceMarginFraction: this.spec.maintenance,
      openInterest: (36_000_000 / this.price).toFixed(digits(this.spec.step)),
      atomicResolution: this.spec.atomicResolution,
      quantumConversionExponent: -9,
      tickSize: this.spec.tick.toFixed(digits(this.spec.tick)),
      stepSize: this.spec.step.toFixed(digits(this.spec.step)),
      stepBaseQuantums: 1_000_000,
      subticksPerTick: this.spec.subticksPerTick,
      marketType: "CROSS",
      openInterestLowerCap: null,
      openInterestUpperCap: null,
    };
  }
}
