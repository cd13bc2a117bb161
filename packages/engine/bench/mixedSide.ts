/**
 * One side of the mixed stream in a process of its own: its garbage and its compiler threads are
 * its own too. Runs a slice at each message from the parent and answers with the processor time
 * that the slice took.
 */
import { MixedEngine } from "./mixedEngine.js";
import { MixedPeer } from "./mixedPeer.js";
import { type MixedCommand, MixedStream } from "./mixedStream.js";

export interface SideOptions {
  readonly side: "engine" | "peer";
  readonly seed: number;
  readonly accounts: number;
  readonly resting: number;
  readonly conditionals: number;
  readonly blockCommands: number;
  /** Blocks that an order may live. */
  readonly life: number;
  /** Whether every account starts with a position. */
  readonly positions: boolean;
}

/** Ask for a slice of commands, or for the block boundary. */
export type Request = { readonly commands: number } | "block" | "end";

export interface Answer {
  readonly micros: number;
  readonly note: string;
}

/** Commands prepared at a time, outside the measurement, so that they are in the cache. */
const BATCH = 128;

/** Processor time of the whole process, collector and compiler included. */
function timed(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

interface Runner {
  prepareAndRun(commands: readonly MixedCommand[]): number;
  block(): number;
  note(): string;
}

function runnerOf<C>(
  side: { prepare(c: MixedCommand): C; run(c: C): void },
  block: () => number,
  note: () => string,
): Runner {
  return {
    prepareAndRun: (commands) => {
      let micros = 0;
      for (let i = 0; i < commands.length; i += BATCH) {
        const batch = commands.slice(i, i + BATCH).map((c) => side.prepare(c));
        micros += timed(() => {
          for (const c of batch) side.run(c);
        });
      }
      return micros;
    },
    block,
    note,
  };
}

function engineRunner(engine: MixedEngine): Runner {
  const block = () => {
    engine.beforeBlock();
    const executed = timed(() => engine.block());
    engine.commit();
    const digested = timed(() => engine.digest());
    engine.afterBlock();
    return executed + digested;
  };
  return runnerOf(engine, block, () => JSON.stringify(engine.summary()));
}

function start(options: SideOptions): void {
  const isEngine = options.side === "engine";
  // Both sides need the markets; only one of them keeps the engine.
  const engine = new MixedEngine(isEngine ? options.accounts : 1, options.positions);
  const stream = new MixedStream({
    seed: options.seed,
    accounts: options.accounts,
    middles: engine.markets.map((m) => m.middle),
    resting: options.resting,
    life: options.life * options.blockCommands,
  });
  const peer = new MixedPeer(engine.markets.length);
  const runner = isEngine
    ? engineRunner(engine)
    : runnerOf(
        peer,
        () => timed(() => peer.block()),
        () => "",
      );
  runner.prepareAndRun(stream.preload());
  runner.prepareAndRun(stream.conditionals(options.conditionals));
  runner.block();
  process.on("message", (request: Request) => {
    if (request === "end") process.exit(0);
    const micros =
      request === "block" ? runner.block() : runner.prepareAndRun(stream.take(request.commands));
    process.send?.({ micros, note: runner.note() } satisfies Answer);
  });
  process.send?.({ micros: 0, note: runner.note() } satisfies Answer);
}

start(JSON.parse(process.argv[2] ?? "{}"));
