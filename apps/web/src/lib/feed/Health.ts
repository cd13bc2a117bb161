import type { Exchange } from "../exchange/Exchange";
import type { PriceSource } from "../exchange/node";
import type { StreamState } from "../exchange/streams";
import type { WireHeight } from "../exchange/wire";
import type { Emitter } from "./Emitter";

const PROBE_MS = 10_000;
const SAMPLES = 7;
/** The source changes when live exchanges are lost or found again. */
const SOURCE_EVERY_MS = 30_000;

/** What the footer tells: connection, block and its age, round trip, clock offset (S3, Z1). */
export class Health {
  stream: StreamState = "connecting";
  height: number | null = null;
  /** performance.now() when the newest block was heard of. */
  heightAt: number | null = null;
  latencyMs: number | null = null;
  /** Where oracle prices come from, as the node says. */
  prices: PriceSource | null = null;
  /** Server time minus local time, median of the last seven probes. */
  clockOffsetMs = 0;
  onBlock: ((height: number) => void) | null = null;
  private readonly offsets: number[] = [];
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly exchange: Exchange,
    private readonly emitter: Emitter,
    private readonly askSource: () => Promise<PriceSource | null>,
  ) {}

  start(): void {
    const { streams } = this.exchange;
    this.stream = streams.state;
    this.stops.push(
      streams.onState((state) => {
        this.stream = state;
        this.emitter.mark("status");
      }),
      streams.subscribe(
        { name: "v4_block_height" },
        {
          snapshot: (contents) => this.block((contents as WireHeight).height),
          update: (items) => {
            const last = items[items.length - 1] as { blockHeight: string } | undefined;
            if (last) this.block(last.blockHeight);
          },
        },
      ),
    );
    const timer = setInterval(() => void this.probe(), PROBE_MS);
    this.stops.push(() => clearInterval(timer));
    void this.probe();
    void this.readSource();
  }

  /** A node that does not know the question is not asked again. */
  private async readSource(): Promise<void> {
    try {
      this.prices = await this.askSource();
      if (this.prices === null) return;
    } catch {
      // Unreachable for now; the last answer is no longer certain.
      this.prices = null;
    }
    this.emitter.mark("status");
    const timer = setTimeout(() => void this.readSource(), SOURCE_EVERY_MS);
    this.stops.push(() => clearTimeout(timer));
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  get blockAgeMs(): number | null {
    return this.heightAt === null ? null : performance.now() - this.heightAt;
  }

  private block(height: string): void {
    this.height = Number(height);
    this.heightAt = performance.now();
    this.onBlock?.(this.height);
    this.emitter.mark("status");
  }

  private async probe(): Promise<void> {
    const sent = performance.now();
    const sentAt = Date.now();
    try {
      const { time } = await this.exchange.height();
      this.latencyMs = Math.round(performance.now() - sent);
      // The block's own time trails by up to a block; good enough for expiries and countdowns.
      const offset = Date.parse(time) - (sentAt + this.latencyMs / 2);
      this.offsets.push(offset);
      if (this.offsets.length > SAMPLES) this.offsets.shift();
      const sorted = [...this.offsets].sort((a, b) => a - b);
      this.clockOffsetMs = sorted[sorted.length >> 1] ?? 0;
    } catch {
      this.latencyMs = null;
    }
    this.emitter.mark("status");
  }
}
