import { type BridgeParams, bridgeParams } from "../bridge/index.js";
import * as clob from "../clob/index.js";
import { initGenesis as initConsensus } from "../consensus/index.js";
import { assert, must } from "../math/index.js";
import { marketIds, marketParam, marketPrice, priceUpdatesToPropose } from "../prices/index.js";
import type { QueryResult } from "../query/index.js";
import { validatorSet } from "../staking/index.js";
import {
  type AbciEvent,
  type BlockHeader,
  GenesisJson,
  isRejection,
  Mode,
  type Rejection,
} from "../state/index.js";
import { runAnte } from "./ante.js";
import { buildBlockMessage } from "./blockMessage.js";
import { EMPTY_TX_HASH } from "./emptyTxHash.js";
import { captureEvents, deliverTransaction } from "./execute.js";
import { initGenesis } from "./genesis.js";
import { BEGIN_BLOCK, END_BLOCK, type Hook } from "./hooks.js";
import { checkAllInvariants } from "./invariants.js";
import {
  createKernel,
  type DaemonInputs,
  type EngineKernel,
  type KernelOptions,
} from "./kernel.js";
import { processProposal } from "./processProposal.js";
import { type ProposalInputs, prepareProposal } from "./proposal.js";
import { runQuery } from "./queries/runQuery.js";
import { recovered } from "./recovered.js";
import { FREE_GAS, failure, success, type TxResult } from "./results.js";
import { isShortTermTransaction, routeOf } from "./routes.js";
import { type SignatureJob, selectedAuthenticators, signatureJobsOf } from "./signatures.js";
import { checkOnly, simulate, simulateQuery } from "./simulate.js";
import { decodeSnapshot, encodeSnapshot } from "./snapshot.js";
import { parseTime } from "./time.js";
import { decodeTransaction } from "./transaction.js";

/** A block to execute. */
export interface Block {
  readonly height: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly proposer: Uint8Array;
  readonly txs: readonly Uint8Array[];
}

/** What executing a block gave. */
export interface BlockResult {
  readonly results: readonly TxResult[];
  /** Events of begin and end block, each with `mode` as last attribute. */
  readonly events: readonly AbciEvent[];
  /** Encoded IndexerTendermintBlock for `to-ender`. */
  readonly indexerBlock: Uint8Array;
}

/** What a commit gave. */
export interface CommitResult {
  readonly stateHash: Uint8Array;
  /** Updates for `to-vulcan` that re-matching the books produced. */
  readonly offchain: readonly clob.OffchainMessage[];
}

export interface CheckResult extends TxResult {
  /** Updates for `to-vulcan` that checking the transaction produced. */
  readonly offchain: readonly clob.OffchainMessage[];
}

export type ExchangeOptions = KernelOptions;

/**
 * The exchange as a deterministic state machine with the shape of ABCI 2.0 (design.md §3). One
 * instance holds both states: committed, and check on top of it. Calls are synchronous and never
 * overlap; `finalizeBlock` must be followed by `commit`.
 */
export class Exchange {
  private readonly k: EngineKernel;
  private finalised = false;
  private watch: clob.LiquidationWatch | undefined;

  private constructor(k: EngineKernel) {
    this.k = k;
  }

  /**
   * Starts from a Cosmos genesis file; returns the exchange and the genesis block message for
   * `to-ender`.
   */
  static genesis(document: unknown, options: ExchangeOptions = {}): [Exchange, Uint8Array] {
    const json = new GenesisJson(document, "genesis");
    const k = createKernel(options);
    const exchange = new Exchange(k);
    const { seconds, nanos } = parseTime(json.at("genesis_time").string());
    const chainId = json.at("chain_id").string();
    k.header = { chainId, height: 0, seconds, nanos, proposer: new Uint8Array() };
    k.mode = Mode.Deliver;
    initConsensus(k, json.at("consensus").at("params"));
    initGenesis(k, json.at("app_state"));
    const message = buildBlockMessage(k.header, k.indexer.all());
    k.registry.commit();
    k.registry.clearBlockScoped();
    clob.precommit(k);
    k.mode = Mode.CheckTx;
    return [exchange, message];
  }

  /** Loads a snapshot; books are rebuilt from state, as after a restart (clob.md §5.5). */
  static restore(snapshot: Uint8Array, options: ExchangeOptions = {}): Exchange {
    const k = createKernel(options);
    k.header = decodeSnapshot(snapshot, k.registry);
    clob.initBooksFromState(k);
    return new Exchange(k);
  }

  /**
   * Updates for `to-vulcan` that `restore` produced when it placed the orders again, with their
   * placements (clob.md §5.5). Taken once, before the first check or block.
   */
  takeRebuilt(): readonly clob.OffchainMessage[] {
    assert(!this.finalised, "takeRebuilt between finalizeBlock and commit");
    return clob.drainOffchain(this.k);
  }

  /** The committed state as bytes; equal states give equal bytes. */
  snapshot(): Uint8Array {
    assert(!this.finalised, "snapshot between finalizeBlock and commit");
    return this.k.registry.readCommitted(() => encodeSnapshot(this.k.header, this.k.registry));
  }

  get height(): number {
    return this.k.header.height;
  }

  get header(): BlockHeader {
    return this.k.header;
  }

  stateHash(): Uint8Array {
    return this.k.registry.stateHash();
  }

  /**
   * Node-local inputs (oracle prices seen, liquidatable accounts, bridge events): they never enter
   * the state directly.
   */
  setDaemonInputs(inputs: Partial<DaemonInputs>): void {
    Object.assign(this.k.daemons, inputs);
  }

  /**
   * Checks a transaction against committed state + everything checked since; short-term orders
   * match at once.
   */
  checkTx(bytes: Uint8Array, mode: Mode.CheckTx | Mode.ReCheckTx = Mode.CheckTx): CheckResult {
    assert(!this.finalised, "checkTx between finalizeBlock and commit");
    const { k } = this;
    k.mode = mode;
    const result = this.check(bytes);
    const offchain = clob.drainOffchain(k);
    k.txHash = "";
    return { ...result, offchain };
  }

  private check(bytes: Uint8Array): TxResult {
    const { k } = this;
    const tx = decodeTransaction(bytes);
    if (isRejection(tx)) return failure(tx, { wanted: 0n, used: 0n });
    k.txHash = tx.hash;
    if (selectedAuthenticators(tx).length > 0) k.memclob.permissioned.add(tx.bytes);
    const mark = k.registry.journal.mark();
    const [ante, events] = captureEvents(k, () => runAnte(k, tx));
    const gas = ante.gas === undefined ? FREE_GAS : { wanted: ante.gas.limit, used: ante.gas.used };
    const refused =
      ante.rejection ??
      (routeOf(tx) === "clob"
        ? recovered(() => clob.clobCheckTx(k, tx.messages, tx.bytes, tx.body.timeoutHeight))
        : undefined);
    if (refused !== undefined) {
      k.registry.journal.revert(mark);
      return failure(refused, gas);
    }
    return success("[]", new Uint8Array(), gas, events);
  }

  /** Runs a transaction without signatures and throws the changes away (wire.md §2.2). */
  simulate(bytes: Uint8Array): TxResult {
    return simulate(this.k, bytes);
  }

  /** `cosmos.tx.v1beta1.Service/Simulate`: encoded request in, encoded response out. */
  simulateQuery(request: Uint8Array): QueryResult {
    return simulateQuery(this.k, request);
  }

  /** What `checkTx` would say of the envelope, without keeping anything. */
  simulateCheck(bytes: Uint8Array): TxResult {
    return checkOnly(this.k, bytes);
  }

  /**
   * The signatures of a transaction, so that a node can verify them in parallel before `checkTx`
   * (design.md §3).
   */
  signatureJobs(bytes: Uint8Array): SignatureJob[] {
    const tx = decodeTransaction(bytes);
    return isRejection(tx) ? [] : signatureJobsOf(this.k, tx);
  }

  /** Whether a transaction is matched on arrival and never enters a block as such. */
  static isShortTerm(bytes: Uint8Array): boolean {
    const tx = decodeTransaction(bytes);
    return !isRejection(tx) && isShortTermTransaction(tx);
  }

  /**
   * Price updates that this node would propose or put into its vote extension now (app.md §1.13).
   */
  pricesToPropose(): { marketId: number; price: bigint }[] {
    const { k } = this;
    const index = (marketId: number) => k.daemons.indexPrices.get(marketId);
    return k.registry.readCommitted(() => priceUpdatesToPropose(k, index)).marketPriceUpdates;
  }

  /** Oracle markets with their committed prices, ascending by id. */
  oracleMarkets(): { id: number; pair: string; exponent: number; price: bigint }[] {
    const { k } = this;
    return k.registry.readCommitted(() =>
      marketIds(k).map((id) => {
        const { exponent, price } = must(marketPrice(k, id), "params and prices come in pairs");
        return { id, pair: marketParam(k, id)?.pair ?? "", exponent, price };
      }),
    );
  }

  /** Bonded validators with their voting power, strongest first: the committed validator set. */
  validators(): { operator: string; consensusKey: Uint8Array; power: bigint }[] {
    return this.k.registry.readCommitted(() => validatorSet(this.k));
  }

  /** The liquidation daemon's report on the committed state (clob.md §8.1). */
  scanLiquidations(): clob.LiquidationInputs {
    return this.k.registry.readCommitted(() => {
      this.watch ??= new clob.LiquidationWatch(this.k);
      return this.watch.scan();
    });
  }

  /** The committed bridge parameters and what was acknowledged last. */
  bridgeParams(): BridgeParams {
    return this.k.registry.readCommitted(() => bridgeParams(this.k));
  }

  /** The transactions a proposer puts into the next block (app.md §1.11). */
  prepareProposal(inputs: ProposalInputs): Uint8Array[] {
    return prepareProposal(this.k, inputs);
  }

  /** Whether a proposal keeps the rules of app.md §1.12. */
  processProposal(inputs: ProposalInputs): Rejection | undefined {
    return processProposal(this.k, inputs);
  }

  /** Executes a block on the committed state. */
  finalizeBlock(block: Block): BlockResult {
    const { k } = this;
    assert(!this.finalised, "finalizeBlock twice without commit");
    assert(block.height === k.header.height + 1, `block ${block.height} after ${k.header.height}`);
    k.registry.rollback();
    k.registry.clearBlockScoped();
    const { height, seconds, nanos, proposer } = block;
    k.header = { chainId: k.header.chainId, height, seconds, nanos, proposer };
    clob.preBlock(k);
    const begin = this.runHooks(Mode.BeginBlock, "BeginBlock", BEGIN_BLOCK);
    k.mode = Mode.Deliver;
    const results = block.txs.map((bytes) => deliverTransaction(k, bytes));
    const end = this.runHooks(Mode.EndBlock, "EndBlock", END_BLOCK);
    clob.precommit(k);
    this.finalised = true;
    const indexerBlock = buildBlockMessage(k.header, k.indexer.all());
    return { results, events: [...begin, ...end], indexerBlock };
  }

  /**
   * Makes the block's state the committed one and re-matches the books on top of it (clob.md §5.2).
   */
  commit(): CommitResult {
    const { k } = this;
    assert(this.finalised, "commit without finalizeBlock");
    const stateHash = k.registry.commit();
    this.finalised = false;
    k.mode = Mode.PrepareCheckState;
    k.txHash = "";
    clob.prepareCheckState(k);
    const offchain = clob.drainOffchain(k);
    k.mode = Mode.CheckTx;
    return { stateHash, offchain };
  }

  /** Answers a gRPC query from the committed state. */
  query(path: string, request: Uint8Array): QueryResult {
    return this.k.registry.readCommitted(() => runQuery(this.k, path, request));
  }

  /** Runs `read` on the committed state: for daemons that scan it (liquidation). */
  readCommitted<T>(read: (k: EngineKernel) => T): T {
    return this.k.registry.readCommitted(() => read(this.k));
  }

  /** Throws `InvariantError` when the live state or the books contradict themselves; for tests. */
  checkInvariants(): void {
    checkAllInvariants(this.k);
  }

  private runHooks(mode: Mode, phase: string, hooks: readonly Hook[]): AbciEvent[] {
    const { k } = this;
    k.mode = mode;
    k.txHash = EMPTY_TX_HASH;
    const [, events] = captureEvents(k, () => {
      for (const hook of hooks) hook.run(k);
    });
    return events.map(({ type, attributes }) => ({
      type,
      attributes: [...attributes, ["mode", phase]],
    }));
  }
}
