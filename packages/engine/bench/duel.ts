import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Answer, Request, SideOptions } from "./mixedSide.js";

const SIDE = fileURLToPath(new URL("./mixedSide.ts", import.meta.url));
const SLICE = 4_096;

export interface DuelOptions {
  readonly ours: SideOptions;
  readonly peer: SideOptions;
  readonly warmUpBlocks: number;
  readonly blocks: number;
}

/**
 * Operations per second of processor time, boundaries included: medians over the better half of the
 * measured blocks of each side, because a busy machine only ever adds time.
 */
export interface DuelResult {
  readonly ours: number;
  readonly peer: number;
  /** Share of the boundary in our time. */
  readonly boundary: number;
  readonly note: string;
}

class Side {
  private constructor(private readonly child: ChildProcess) {}

  static async start(options: SideOptions): Promise<Side> {
    const child = fork(SIDE, [JSON.stringify(options)], { execArgv: process.execArgv });
    await once(child, "message");
    return new Side(child);
  }

  async ask(request: Request): Promise<Answer> {
    const answer = once(this.child, "message");
    this.child.send(request);
    const [message] = await answer;
    return message as Answer;
  }

  end(): void {
    this.child.send("end" satisfies Request);
  }
}

/** Both sides on streams of one kind, slice by slice in turn: load on the machine hits both alike. */
export async function duel(options: DuelOptions): Promise<DuelResult> {
  const ours = await Side.start(options.ours);
  const peer = await Side.start(options.peer);
  const { blockCommands } = options.ours;
  const blocks: { ours: number; peer: number; boundary: number }[] = [];
  let note = "";
  for (let i = 0; i < options.warmUpBlocks + options.blocks; i++) {
    const block = { ours: 0, peer: 0, boundary: 0 };
    for (let done = 0; done < blockCommands; done += SLICE) {
      block.ours += (await ours.ask({ commands: SLICE })).micros;
      block.peer += (await peer.ask({ commands: SLICE })).micros;
    }
    const boundary = await ours.ask("block");
    block.boundary = boundary.micros;
    block.ours += boundary.micros;
    block.peer += (await peer.ask("block")).micros;
    note = boundary.note;
    if (i >= options.warmUpBlocks) blocks.push(block);
  }
  ours.end();
  peer.end();
  const perSecond = (micros: number) => (blockCommands * 1e6) / micros;
  return {
    ours: perSecond(quartile(blocks.map((b) => b.ours))),
    peer: perSecond(quartile(blocks.map((b) => b.peer))),
    boundary: median(blocks.map((b) => b.boundary / b.ours)),
    note,
  };
}

/** The median of the lower half. */
export function quartile(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 2] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
