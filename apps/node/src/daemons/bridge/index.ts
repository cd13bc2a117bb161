/**
 * The bridge daemon: reads deposits from Ethereum and offers them to the proposer (app.md §4.6).
 */
import type { bridge } from "@perpetua/protocol";
import { AppError, describeError, type Logger } from "@perpetua/telemetry";
import type { Chain } from "../../chain/chain.js";
import { BRIDGE_TOPIC, parseBridgeLog, topicOf } from "./bridgeLog.js";
import { EthereumRpc } from "./ethereumRpc.js";
import { RecognizedEvents } from "./recognizedEvents.js";

const INTERVAL_MS = 30_000;
const MILLION = 1_000_000;

export class BridgeDaemon {
  private readonly recognized = new RecognizedEvents();
  private readonly rpc: EthereumRpc;
  private timer: NodeJS.Timeout | undefined;
  private lastError: string | undefined;

  constructor(
    private readonly chain: Chain,
    url: string,
    private readonly logger: Logger,
    private readonly intervalMs: number = INTERVAL_MS,
  ) {
    this.rpc = new EthereumRpc(url);
  }

  start(): void {
    const run = async () => {
      await this.poll();
      this.timer = setTimeout(() => void run(), this.intervalMs);
    };
    void run();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Why the last look at Ethereum failed; undefined when it did not. */
  get trouble(): string | undefined {
    return this.lastError;
  }

  /** What this node knows of Ethereum, or of the chain when that is more (app.md §5.4). */
  recognizedInfo(): bridge.BridgeEventInfo {
    this.recognized.raiseTo(this.chain.exchange.bridgeParams().acknowledged);
    return this.recognized.info;
  }

  /** Looks once; a failure is logged and the next look tries again. */
  async poll(nowMs: number = Date.now()): Promise<void> {
    try {
      await this.readNewEvents(nowMs);
      this.lastError = undefined;
    } catch (error) {
      this.lastError = describeError(error);
      this.logger.warn({ err: error }, `bridge: ${this.lastError}`);
    }
  }

  /**
   * Events to acknowledge in the next block (app.md §5.2). `random` is a draw from [0, 1): most
   * proposals skip, so that a lone proposer's view of Ethereum matters little.
   */
  toPropose(nowMs: number = Date.now(), random: number = Math.random()): bridge.BridgeEvent[] {
    const { safety, propose, acknowledged } = this.chain.exchange.bridgeParams();
    this.recognized.raiseTo(acknowledged);
    if (safety.isDisabled || Math.floor(random * MILLION) < propose.skipRatePpm) return [];
    const { header } = this.chain.exchange;
    const behindMs = nowMs - header.seconds * 1_000;
    if (behindMs >= milliseconds(propose.skipIfBlockDelayedByDuration)) return [];
    const latestMs = nowMs - milliseconds(propose.proposeDelayDuration);
    return this.recognized.from(acknowledged.nextId, propose.maxBridgesPerBlock, latestMs);
  }

  private async readNewEvents(nowMs: number): Promise<void> {
    const { event, propose, acknowledged } = this.chain.exchange.bridgeParams();
    this.recognized.raiseTo(acknowledged);
    const chainId = await this.rpc.chainId();
    if (chainId !== event.ethChainId) {
      throw new AppError("ETH_CHAIN", `Ethereum chain ${chainId}, expected ${event.ethChainId}`);
    }
    const { nextId, ethBlockHeight } = this.recognized.info;
    const ids = Array.from({ length: propose.maxBridgesPerBlock }, (_, i) => topicOf(nextId + i));
    const logs = await this.rpc.logs({
      fromBlock: `0x${ethBlockHeight.toString(16)}`,
      toBlock: `0x${(await this.rpc.finalizedHeight()).toString(16)}`,
      address: event.ethAddress,
      topics: [BRIDGE_TOPIC, ids],
    });
    const events = logs.map((log) => parseBridgeLog(log, event.denom)).sort((a, b) => a.id - b.id);
    this.recognized.add(events, nowMs);
    const added = this.recognized.info.nextId - nextId;
    if (added > 0) this.logger.info({ events: added }, "bridge events recognised");
  }
}

function milliseconds(d: { seconds: bigint; nanos: number } | undefined): number {
  return d === undefined ? 0 : Number(d.seconds) * 1_000 + Math.floor(d.nanos / 1_000_000);
}
