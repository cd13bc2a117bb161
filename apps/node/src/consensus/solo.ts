import { blocktime, type bridge } from "@perpetua/protocol";
import { AppError, type Logger } from "@perpetua/telemetry";
import type { Chain } from "../chain/chain.js";
import { encodeCommitInfo, encodeVoteExtension } from "./commitInfo.js";
import type { ConsensusDriver } from "./driver.js";

/** What the daemons of this node know right now. */
export interface ProposerInputs {
  /** Oracle prices in each market's exponent. */
  indexPrices(): ReadonlyMap<number, bigint>;
  /** Bridge events to acknowledge now. */
  bridgeEvents(): readonly bridge.BridgeEvent[];
}

export interface SoloOptions {
  readonly chain: Chain;
  readonly inputs: ProposerInputs;
  readonly intervalMs: number;
  readonly maxBlockBytes: number;
  /** Consensus address of the only validator. */
  readonly validator: Uint8Array;
  readonly power: bigint;
  readonly logger: Logger;
  readonly now?: () => number;
  /**
   * A block that could not be made: the process must end, since the state may be ahead of the log.
   */
  readonly onFatal: (error: unknown) => void;
}

const SYNCHRONY = "/dydxprotocol.blocktime.Query/SynchronyParams";
/** Timers hold no more than an int32. */
const MAX_DELAY_MS = 2 ** 31 - 1;

/** A single sequencer: proposes and executes a block every interval. */
export class SoloDriver implements ConsensusDriver {
  readonly name = "solo";
  private timer: NodeJS.Timeout | undefined;
  private inProgress: Promise<void> = Promise.resolve();
  private stopped = false;
  private lastBlockAt: number;
  private readonly now: () => number;

  constructor(private readonly options: SoloOptions) {
    this.now = options.now ?? Date.now;
    this.lastBlockAt = this.now();
  }

  start(): void {
    this.schedule(0);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.inProgress;
  }

  stalled(): string | undefined {
    const silentMs = this.now() - this.lastBlockAt;
    const limitMs = Math.max(10_000, 20 * this.intervalMs());
    return silentMs > limitMs ? `no block for ${silentMs} ms` : undefined;
  }

  private schedule(delayMs: number): void {
    this.timer = setTimeout(() => {
      const startedAt = this.now();
      this.inProgress = this.makeBlock().then(
        () => {
          if (this.stopped) return;
          this.schedule(Math.max(0, this.intervalMs() - (this.now() - startedAt)));
        },
        (error: unknown) => this.options.onFatal(error),
      );
    }, delayMs);
  }

  /** Time between blocks: what governance set, else this node's own choice (app.md part 7). */
  intervalMs(): number {
    const { exchange } = this.options.chain;
    const { value } = exchange.query(SYNCHRONY, new Uint8Array());
    const { params } = blocktime.QuerySynchronyParamsResponse.decode(value);
    const { seconds = 0n, nanos = 0 } = params?.nextBlockDelay ?? {};
    const ms = Number(seconds) * 1_000 + Math.ceil(nanos / 1_000_000);
    return ms > 0 ? Math.min(ms, MAX_DELAY_MS) : this.options.intervalMs;
  }

  /** Makes the next block now. */
  async makeBlock(): Promise<void> {
    const { chain, inputs, validator, power } = this.options;
    const { exchange } = chain;
    const height = exchange.height + 1;
    const indexPrices = inputs.indexPrices();
    exchange.setDaemonInputs({ indexPrices });
    const updates = exchange.pricesToPropose();
    const extension = encodeVoteExtension(new Map(updates.map((u) => [u.marketId, u.price])));
    const txs = exchange.prepareProposal({
      txs: chain.mempool.all().map((tx) => tx.bytes),
      maxTxBytes: this.options.maxBlockBytes,
      bridgeEvents: inputs.bridgeEvents(),
      ...(height > 1 ? { commitInfo: encodeCommitInfo(validator, power, extension) } : {}),
    });
    const { seconds, nanos } = this.blockTime();
    await chain.apply({ height, seconds, nanos, proposer: validator, txs });
    this.lastBlockAt = this.now();
  }

  /** Wall-clock time, strictly after the block before. */
  private blockTime(): { seconds: number; nanos: number } {
    const { header } = this.options.chain.exchange;
    const nowMs = this.now();
    const lastMs = header.seconds * 1000 + Math.floor(header.nanos / 1_000_000);
    const ms = Math.max(nowMs, lastMs + 1);
    if (ms - nowMs > 60_000)
      throw new AppError("CLOCK_BEHIND", "the clock is over a minute behind the last block");
    return { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 };
  }
}
