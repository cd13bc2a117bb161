import { MixedEngine } from "./mixedEngine.js";
import { MixedStream } from "./mixedStream.js";

const BLOCK = 16_384;
const WARM_UP_BLOCKS = 8;
const BLOCKS = 16;
const BATCH = 128;

/** Nanoseconds of single placements of the mixed stream, takers and collections included. */
export function placementTimes(): number[] {
  const engine = new MixedEngine(10_000);
  const stream = new MixedStream({
    seed: 20261125,
    accounts: 10_000,
    middles: engine.markets.map((m) => m.middle),
    resting: 2_000,
    life: 38 * BLOCK,
  });
  for (const c of stream.preload()) engine.run(engine.prepare(c));
  const times: number[] = [];
  for (let block = 0; block < WARM_UP_BLOCKS + BLOCKS; block++) {
    for (let done = 0; done < BLOCK; done += BATCH) {
      const batch = stream.take(BATCH).map((c) => ({ kind: c.kind, command: engine.prepare(c) }));
      for (const { kind, command } of batch) {
        const start = process.hrtime.bigint();
        engine.run(command);
        const nanos = Number(process.hrtime.bigint() - start);
        if (block >= WARM_UP_BLOCKS && kind !== "cancel") times.push(nanos);
      }
    }
    engine.beforeBlock();
    engine.block();
    engine.commit();
    engine.digest();
    engine.afterBlock();
  }
  return times.sort((a, b) => a - b);
}
