import type { Chain } from "../chain/chain.js";

/** How often the reference's daemon looks (clob.md §8.1). */
const INTERVAL_MS = 1_600;

/**
 * The liquidation daemon: looks through the committed state and tells the engine which accounts can
 * be liquidated. Everything it reports is verified
 * against live state when used, so a stale report does no harm.
 */
export class LiquidationDaemon {
  private timer: NodeJS.Timeout | undefined;
  private scannedHeight = 0;

  constructor(
    private readonly chain: Chain,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.scan(), INTERVAL_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private scan(): void {
    if (this.chain.height === this.scannedHeight) return;
    this.scannedHeight = this.chain.height;
    try {
      const { exchange } = this.chain;
      exchange.setDaemonInputs({ liquidations: exchange.scanLiquidations() });
    } catch (error) {
      this.onError(error);
    }
  }
}
