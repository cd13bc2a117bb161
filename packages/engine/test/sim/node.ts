import {
  type Block,
  type BlockResult,
  type CommitResult,
  Exchange,
  type ExchangeOptions,
} from "../../src/app/exchange.js";
import type { EngineKernel } from "../../src/app/kernel.js";
import type { ProposalInputs } from "../../src/app/proposal.js";
import type { LiquidationInputs } from "../../src/clob/index.js";
import { Mode } from "../../src/state/index.js";

/** The live state behind an exchange: tests look at what no client may. */
export function kernelOf(exchange: Exchange): EngineKernel {
  return (exchange as unknown as { readonly k: EngineKernel }).k;
}

function keyOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}

/** How to start an engine: the fast one has no options, twins replace parts of it. */
export interface TwinFactory {
  readonly name: string;
  options(): ExchangeOptions;
  readonly copiesBytes?: boolean;
  readonly audit?: (k: EngineKernel) => void;
  readonly scan?: (k: EngineKernel) => LiquidationInputs;
}

/** One node of the simulated network: an exchange with its mempool. */
export class SimNode {
  private pending: Uint8Array[] = [];
  private readonly copies = new WeakMap<Uint8Array, Uint8Array>();

  constructor(
    private readonly twin: TwinFactory,
    readonly exchange: Exchange,
  ) {}

  get name(): string {
    return this.twin.name;
  }

  /** Bytes as this node received them: its own copy shares no remembered decoding. */
  private received(bytes: Uint8Array): Uint8Array {
    if (this.twin.copiesBytes !== true) return bytes;
    let copy = this.copies.get(bytes);
    if (copy === undefined) {
      copy = bytes.slice();
      this.copies.set(bytes, copy);
    }
    return copy;
  }

  get k(): EngineKernel {
    return kernelOf(this.exchange);
  }

  check(sent: Uint8Array): ReturnType<Exchange["checkTx"]> {
    const bytes = this.received(sent);
    const result = this.exchange.checkTx(bytes);
    if (result.code === 0 && !Exchange.isShortTerm(bytes)) this.pending.push(bytes);
    return result;
  }

  propose(bridgeEvents: ProposalInputs["bridgeEvents"]): Uint8Array[] {
    const maxTxBytes = 1 << 20;
    return this.exchange.prepareProposal({ txs: this.pending, maxTxBytes, bridgeEvents });
  }

  judge(txs: readonly Uint8Array[]): string {
    const inputs = { txs, maxTxBytes: 1 << 20, bridgeEvents: [] };
    return this.exchange.processProposal(inputs)?.log ?? "accepted";
  }

  execute(block: Block): BlockResult {
    return this.exchange.finalizeBlock({ ...block, txs: block.txs.map((t) => this.received(t)) });
  }

  commit(): CommitResult {
    return this.exchange.commit();
  }

  /** What a node does with its mempool after a block; says what became of each transaction. */
  recheck(block: Block): string[] {
    const included = new Set(block.txs.map(keyOf));
    const outcomes: string[] = [];
    this.pending = this.pending.filter((bytes) => {
      if (included.has(keyOf(bytes))) return false;
      const { code, codespace } = this.exchange.checkTx(bytes, Mode.ReCheckTx);
      outcomes.push(`${codespace} ${code}`);
      return code === 0;
    });
    return outcomes;
  }

  scan(): LiquidationInputs {
    return this.twin.scan?.(this.k) ?? this.exchange.scanLiquidations();
  }

  /** Compares what was kept up block by block with the same worked out from nothing. */
  audit(): void {
    this.twin.audit?.(this.k);
  }

  checkInvariants(): void {
    this.exchange.checkInvariants();
  }
}
