import type { Logger } from "@perpetua/telemetry";
import type { LiveSource } from "./liveSource.js";
import type { PriceSource, PriceSourceKind } from "./source.js";

/** How long a start waits for an exchange before it takes the simulated ones. */
const DECIDE_MS = 5_000;

export interface AutoSourceOptions {
  readonly live: Pick<LiveSource, "isAlive" | "prices" | "close">;
  /** Makes a simulated market that goes on from the chain's stored prices. */
  readonly simulate: (nowMs: number) => PriceSource;
  readonly logger: Logger;
  readonly startMs: number;
}

/**
 * Live exchanges when they answer, else the simulated ones. A chain that began with simulated
 * prices keeps them until it starts again, and an outage goes on from the last live prices: a
 * sudden change of source would liquidate people.
 */
export class AutoSource implements PriceSource {
  private simulated: PriceSource | undefined;
  private startedLive = false;

  constructor(private readonly options: AutoSourceOptions) {}

  get kind(): PriceSourceKind {
    return this.startedLive && this.simulated === undefined ? "live" : "sim";
  }

  prices(nowMs: number): ReadonlyMap<number, bigint> {
    const { live, simulate, logger, startMs } = this.options;
    if (live.isAlive(nowMs) && (this.startedLive || this.simulated === undefined)) {
      if (this.kind !== "live") logger.info("oracle prices come from live exchanges");
      this.startedLive = true;
      this.simulated?.close();
      this.simulated = undefined;
      return live.prices(nowMs);
    }
    if (this.simulated === undefined) {
      // Nothing is proposed while it is undecided: the stored prices stay.
      if (!this.startedLive && nowMs < startMs + DECIDE_MS) return new Map();
      logger.warn("no exchange answers: oracle prices are simulated");
      this.simulated = simulate(nowMs);
      if (!this.startedLive) live.close();
    }
    return this.simulated.prices(nowMs);
  }

  close(): void {
    this.options.live.close();
    this.simulated?.close();
  }
}
