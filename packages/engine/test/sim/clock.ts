import { WORLD_START } from "./genesis.js";
import type { Rng } from "./rng.js";

/** Block time: about a second; sometimes none, sometimes an outage. */
export class Clock {
  seconds = WORLD_START;
  nanos = 0;

  /**
   * `outages` of about a thousand blocks come after five minutes or more (risk.md §4.9); the others
   * take `pace` times as long as usual.
   */
  constructor(
    private readonly outages: number,
    private readonly pace: number,
  ) {}

  advance(rng: Rng): void {
    this.nanos += rng.int(1_000_000_000);
    this.seconds += rng.weighted([
      [600, this.pace],
      [100, 0],
      [200, this.pace * rng.between(2, 12)],
      [15, rng.between(60, 299)],
      [this.outages, rng.between(300, 4_000)],
    ] as const);
    if (this.nanos < 1_000_000_000) return;
    this.nanos -= 1_000_000_000;
    this.seconds++;
  }
}
