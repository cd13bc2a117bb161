import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSilentLogger } from "@perpetua/telemetry";
import { BlockLog } from "../../src/chain/blockLog.js";
import { Chain, type NodeListener } from "../../src/chain/chain.js";
import { DEFAULT_MEMPOOL_LIMITS, type MempoolLimits } from "../../src/chain/mempool.js";
import { SnapshotStore } from "../../src/chain/snapshots.js";
import { VerifyPool } from "../../src/chain/verifyPool.js";
import { SoloDriver } from "../../src/consensus/solo.js";
import { validatorOf } from "../../src/consensus/validator.js";
import { localGenesis } from "../../src/genesis/localGenesis.js";

export const GENESIS_TIME = new Date("2026-11-25T00:00:00Z");
export const CHAIN_ID = "localdydxprotocol";

export interface TestChain {
  readonly chain: Chain;
  readonly home: string;
  readonly driver: SoloDriver;
  /** Makes the next block; the clock moves by half a second. */
  block(): Promise<void>;
  blocks(count: number): Promise<void>;
  close(): Promise<void>;
}

export interface TestChainOptions {
  readonly home?: string;
  readonly genesis?: unknown;
  readonly snapshotEvery?: number;
  readonly mempool?: Partial<MempoolLimits>;
  readonly listener?: NodeListener;
  readonly workers?: number;
}

export function tempHome(): string {
  return mkdtempSync(join(tmpdir(), "perpetua-node-test-"));
}

export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true });
}

/** A whole chain in this process, without servers; its clock is made of its blocks. */
export function openTestChain(options: TestChainOptions = {}): TestChain {
  const home = options.home ?? tempHome();
  const logger = createSilentLogger();
  const log = BlockLog.open(join(home, "blocks"));
  const verifier = new VerifyPool(options.workers ?? 1);
  const chain = Chain.open({
    genesis: options.genesis ?? localGenesis(GENESIS_TIME),
    log,
    snapshots: new SnapshotStore(join(home, "snapshots"), logger),
    verifier,
    logger,
    snapshotEvery: options.snapshotEvery ?? 1_000,
    mempool: { ...DEFAULT_MEMPOOL_LIMITS, ...options.mempool },
  });
  if (options.listener !== undefined) chain.subscribe(options.listener);
  const { seconds } = chain.exchange.header;
  let nowMs = Math.max(GENESIS_TIME.getTime(), seconds * 1_000);
  const validator = validatorOf(chain.genesis);
  const driver = new SoloDriver({
    chain,
    inputs: { indexPrices: () => new Map(), bridgeEvents: () => [] },
    intervalMs: 500,
    maxBlockBytes: 4_194_304,
    validator: validator.address,
    power: validator.power,
    logger,
    now: () => nowMs,
    onFatal: (error) => {
      throw error;
    },
  });
  const block = async () => {
    nowMs += 500;
    await driver.makeBlock();
  };
  return {
    chain,
    home,
    driver,
    block,
    async blocks(count) {
      for (let i = 0; i < count; i++) await block();
    },
    async close() {
      await verifier.close();
      log.close();
    },
  };
}
