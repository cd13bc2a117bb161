import { type DevMarket, digits } from "./DevMarket";

/** How often due updates are sent; timers are too coarse for one per millisecond. */
const TICK_MS = 4;
const REACH = 40;

type Side = "bids" | "asks";

/** A storm of single-level book updates, for measuring what the page makes of it. */
export class Flood {
  private timer: NodeJS.Timeout | null = null;
  private owed = 0;
  private count = 0;

  constructor(
    private readonly market: DevMarket,
    private readonly send: (contents: { bids?: string[][]; asks?: string[][] }) => void,
  ) {}

  /** 0 stops it. */
  set(perSecond: number): void {
    if (this.timer) clearInterval(this.timer);
    this.timer = null;
    if (perSecond <= 0) return;
    let last = performance.now();
    this.timer = setInterval(() => {
      const now = performance.now();
      this.owed += ((now - last) / 1000) * perSecond;
      last = now;
      for (; this.owed >= 1; this.owed -= 1) this.one();
    }, TICK_MS);
  }

  private one(): void {
    const { market } = this;
    const { tick, step } = market.spec;
    this.count += 1;
    const side: Side = this.count % 2 === 0 ? "bids" : "asks";
    const distance = (this.count * 7) % REACH;
    const level = side === "bids" ? market.center - distance : market.center + 1 + distance;
    const size = 1 + ((this.count * 31) % 9000);
    market.levels[side].set(level, size);
    const price = (level * tick).toFixed(digits(tick));
    this.send({ [side]: [[price, (size * step).toFixed(digits(step))]] });
  }
}
