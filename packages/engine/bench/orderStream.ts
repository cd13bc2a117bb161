/** One command of the benchmark stream; ids count placements. */
export interface StreamCommand {
  readonly kind: "place" | "cancel";
  readonly id: number;
  readonly account: number;
  readonly isBuy: boolean;
  /** Price in ticks and size in lots. */
  readonly tick: number;
  readonly lots: number;
}

/** Xorshift32: the same seed gives the same stream on every machine. */
export function generator(seed: number): () => number {
  let x = seed | 0 || 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 4294967296;
  };
}

export interface StreamOptions {
  readonly seed: number;
  readonly commands: number;
  readonly accounts: number;
  /** Distance of a resting price from the middle, in ticks ≥ 1. */
  readonly distance: (random: () => number) => number;
  /** Share of placements that cross. */
  readonly takers: number;
  readonly middle: number;
  /** How many orders rest once the stream has warmed up. */
  readonly resting: number;
}

/**
 * Placements around a middle, cancels of earlier ones so that about `resting` stay, and takers that
 * cross a little.
 */
export function orderStream(options: StreamOptions): StreamCommand[] {
  const random = generator(options.seed);
  const { middle, accounts } = options;
  const stream: StreamCommand[] = [];
  const open: StreamCommand[] = [];
  let id = 0;
  while (stream.length < options.commands) {
    const dice = random();
    const isBuy = random() < 0.5;
    const account = Math.floor(random() * accounts);
    if (dice < options.takers) {
      const tick = isBuy ? middle + 40 : middle - 40;
      stream.push({
        kind: "place",
        id: id++,
        account,
        isBuy,
        tick,
        lots: 1 + Math.floor(random() * 4),
      });
    } else if (open.length > options.resting && dice < options.takers + (1 - options.takers) / 2) {
      const at = Math.floor(random() * open.length);
      const victim = open[at] as StreamCommand;
      open[at] = open[open.length - 1] as StreamCommand;
      open.pop();
      stream.push({ ...victim, kind: "cancel" });
    } else {
      const distance = Math.max(1, Math.min(middle - 1, Math.floor(options.distance(random))));
      const tick = isBuy ? middle - distance : middle + distance;
      const command = {
        kind: "place" as const,
        id: id++,
        account,
        isBuy,
        tick,
        lots: 2 + Math.floor(random() * 8),
      };
      open.push(command);
      stream.push(command);
    }
  }
  return stream;
}
