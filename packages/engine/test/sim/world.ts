import type { bridge } from "@perpetua/protocol";
import {
  type Block,
  type BlockResult,
  type CheckResult,
  type CommitResult,
  Exchange,
} from "../../src/app/exchange.js";
import { USDC_DENOM } from "../../src/bank/index.js";
import { lenientVerifier } from "./accounts.js";
import { Clock } from "./clock.js";
import { mutate, type SimCommand, someCommand, someMood } from "./commands.js";
import { Divergence, differenceOf, isSame } from "./compare.js";
import { Conservation } from "./conservation.js";
import { councilCommands } from "./council.js";
import { Coverage } from "./coverage.js";
import { type SimGenesis, type SimMarket, simGenesis } from "./genesis.js";
import { marketsOf, REFERENCE_PRICE } from "./listings.js";
import { PriceWalk } from "./market.js";
import { SimNode, type TwinFactory } from "./node.js";
import type { SimView } from "./orders.js";
import { Rng } from "./rng.js";
import { States } from "./states.js";
import { viewOf } from "./view.js";

export interface WorldOptions {
  readonly seed: number;
  readonly blocks: number;
  readonly users?: number;
  readonly commandsPerBlock?: number;
  /** Engines that must agree in everything; the first one proposes. */
  readonly twins: readonly TwinFactory[];
  /** Restart every node from its snapshot now and then. */
  readonly restarts?: boolean;
  /** A validator with other knowledge, which proposes every third block. */
  readonly rival?: boolean;
  /** How many times as long as usual blocks take. */
  readonly pace?: number;
  readonly onBlock?: (world: World, block: Block) => void;
}

const AUDIT_BLOCKS = 10;
const RIVAL: TwinFactory = { name: "rival", options: () => ({}) };

/** What happened in a run: a world in which nothing happens proves nothing. */
export interface Tally {
  commands: number;
  accepted: number;
  fills: number;
  liquidations: number;
  deleveragings: number;
  restarts: number;
}

/**
 * A seeded exchange with users, prices, governance and proposers, played through several engines at
 * once.
 */
export class World {
  readonly nodes: SimNode[];
  /** Sees only some of the traffic, so that its blocks hold what the others did not match. */
  private rival: SimNode | undefined;
  readonly tally: Tally = {
    commands: 0,
    accepted: 0,
    fills: 0,
    liquidations: 0,
    deleveragings: 0,
    restarts: 0,
  };
  readonly coverage = new Coverage();
  readonly log: Block[] = [];
  readonly genesis: SimGenesis;
  private readonly rng: Rng;
  private readonly walk: PriceWalk;
  private readonly markets: SimMarket[];
  private pairs = 0;
  private readonly states = new States();
  private readonly conservation = new Conservation();
  private readonly usdcSupply: bigint | undefined;
  private readonly clock: Clock;
  private bridgeId = 5;
  private at = "genesis";

  constructor(private readonly options: WorldOptions) {
    const rng = new Rng(options.seed);
    this.rng = rng;
    this.clock = new Clock(options.seed % 4 === 0 ? 25 : 2, options.pace ?? 1);
    this.genesis = simGenesis(
      rng,
      options.users ?? rng.pick([5, 15, 40, 120, 300]),
      options.blocks,
    );
    const started = options.twins.map((twin) => {
      const o = { ...twin.options(), verifier: lenientVerifier };
      const [exchange, message] = Exchange.genesis(structuredClone(this.genesis.document), o);
      return { node: new SimNode(twin, exchange), message };
    });
    this.nodes = started.map(({ node }) => node);
    this.same(
      "genesis message",
      started.map(({ message }) => message),
    );
    this.same(
      "genesis hash",
      this.nodes.map(({ exchange }) => exchange.stateHash()),
    );
    if (options.rival === true) this.rival = this.startRival();
    const count = rng.between(2, 5);
    const shuffled = [...this.genesis.markets].sort(() => (rng.chance(500) ? 1 : -1));
    this.markets = shuffled.slice(0, count);
    this.walk = new PriceWalk(rng, this.genesis.markets, this.genesis.prices);
    this.usdcSupply = this.lead.k.bank.supply.get(USDC_DENOM);
    this.coverage.watch(this.lead.k);
    this.pairs = this.lead.k.clob.pairs.size;
    this.conservation.check(this.lead.k);
  }

  private startRival(): SimNode {
    const o = { verifier: lenientVerifier };
    const [exchange] = Exchange.genesis(structuredClone(this.genesis.document), o);
    return new SimNode(RIVAL, exchange);
  }

  get lead(): SimNode {
    return this.nodes[0] as SimNode;
  }

  /** Plays all blocks; throws a `Divergence` at the first difference or broken invariant. */
  run(): Tally {
    for (let i = 0; i < this.options.blocks; i++) {
      try {
        this.playBlock();
      } catch (error) {
        if (error instanceof Divergence) throw error;
        const detail = error instanceof Error ? error.message : String(error);
        const height = this.lead.exchange.height + 1;
        throw new Divergence(this.options.seed, height, this.at, detail, error);
      }
    }
    return this.tally;
  }

  private playBlock(): void {
    const { rng, nodes } = this;
    const indexPrices = this.walk.step();
    for (const { exchange } of nodes) exchange.setDaemonInputs({ indexPrices });
    this.rival?.exchange.setDaemonInputs({ indexPrices });
    const restarts = this.options.restarts === true;
    const base = this.options.commandsPerBlock ?? 50;
    const count = rng.chance(100)
      ? rng.int(3)
      : rng.between(Math.ceil(base * 0.7), Math.ceil(base * 1.3));
    const restartAt = restarts && rng.chance(30) ? rng.int(count + 1) : -1;
    const mood = someMood(rng);
    let view = this.view();
    for (let i = 0; i < count; i++) {
      if (i === restartAt) {
        this.restart();
        this.coverage.note("restart inside a block");
        view = this.view();
      }
      this.playCommand(i, someCommand(view, mood));
    }
    const acts = councilCommands(view, this.genesis.council);
    for (const [i, command] of acts.entries()) this.playCommand(count + i, command);
    this.at = "proposal";
    const block = this.nextBlock();
    this.log.push(block);
    this.playExecution(block);
    this.discover();
    this.options.onBlock?.(this, block);
    if (restarts && rng.chance(60)) this.restart();
  }

  /** Pairs that came while the world ran are priced and traded too. */
  private discover(): void {
    const { k } = this.lead;
    if (k.clob.pairs.size === this.pairs) return;
    this.pairs = k.clob.pairs.size;
    for (const market of marketsOf(k)) {
      if (this.genesis.pairs.has(market.pairId)) continue;
      if (this.markets.some(({ pairId }) => pairId === market.pairId)) continue;
      const price = k.prices.prices.get(String(market.marketId))?.price ?? 0n;
      this.walk.add(market, price, REFERENCE_PRICE);
      this.markets.push(market);
      this.coverage.note("market opened");
    }
  }

  private playCommand(index: number, command: SimCommand): void {
    this.at = `command ${index} (${command.label} by ${command.sender})`;
    const results = this.nodes.map((node) => node.check(command.bytes));
    this.same("check result", results);
    if (this.rival !== undefined && this.rng.chance(500)) this.rival.check(command.bytes);
    const { tally } = this;
    const result = results[0] as CheckResult;
    tally.commands++;
    if (result.code === 0) tally.accepted++;
    this.coverage.checked(command.label, result, result.offchain);
  }

  private playExecution(block: Block): void {
    this.at = "execution";
    const { nodes, tally } = this;
    const results = nodes.map((node) => node.execute(block));
    this.same("block result", results);
    if (this.rival !== undefined)
      this.same("block result", [results[0], this.rival.execute(block)]);
    for (const node of nodes) this.invariants(node, "after the block");
    this.conservation.check(this.lead.k);
    for (const { type, attributes } of results[0]?.results.flatMap((r) => r.events) ?? []) {
      if (type !== "match") continue;
      tally.fills++;
      const is = (key: string) => attributes.some(([k, v]) => k === key && v === "true");
      if (is("is_liquidation")) tally.liquidations++;
      if (is("is_deleverage")) tally.deleveragings++;
    }
    this.at = "commit";
    const commits = nodes.map((node) => node.commit());
    this.same("commit", commits);
    this.cover(block, results[0] as BlockResult, commits[0] as CommitResult);
    this.same(
      "recheck",
      nodes.map((node) => node.recheck(block)),
    );
    this.commitRival(block);
    for (const node of nodes) this.invariants(node, "after the commit");
    if (block.height % AUDIT_BLOCKS === 0) for (const node of nodes) node.audit();
    this.at = "liquidation scan";
    const scans = nodes.map((node) => node.scan());
    this.same("scan", scans);
    if (this.rng.chance(800)) {
      for (const [i, { exchange }] of nodes.entries()) {
        exchange.setDaemonInputs({ liquidations: scans[i] as (typeof scans)[number] });
      }
    }
  }

  private cover(block: Block, result: BlockResult, commit: CommitResult): void {
    this.coverage.block(block, result);
    this.coverage.offChain(commit.offchain);
    for (const state of this.states.of(this.lead.k)) this.coverage.note(`state ${state}`);
  }

  private commitRival(block: Block): void {
    const { rival } = this;
    if (rival === undefined) return;
    const { stateHash } = rival.commit();
    this.same("hash", [this.lead.exchange.stateHash(), stateHash]);
    rival.recheck(block);
    this.invariants(rival, "after the commit");
    if (this.rng.chance(500)) rival.exchange.setDaemonInputs({ liquidations: rival.scan() });
  }

  /** The lead's proposal, now and then with a spoilt or foreign part. */
  private nextBlock(): Block {
    const { rng } = this;
    const events = rng.chance(60) ? this.bridgeEvents() : [];
    const proposals = this.nodes.map((node) => node.propose(events));
    this.same("proposal", proposals);
    const foreign = rng.chance(333) ? this.rival?.propose(events) : undefined;
    let txs = foreign ?? (proposals[0] as Uint8Array[]);
    const verdict = this.lead.judge(txs);
    if (verdict !== "accepted") throw new Error(`own proposal refused: ${verdict}`);
    if (rng.chance(60)) {
      const spoilt = this.spoilProposal(txs);
      const verdicts = this.nodes.map((node) => node.judge(spoilt));
      this.same("verdict", verdicts);
      this.coverage.note(`spoilt proposal ${verdicts[0] === "accepted" ? "taken" : "refused"}`);
      if (verdicts[0] === "accepted") txs = spoilt;
    }
    this.clock.advance(rng);
    const { seconds, nanos } = this.clock;
    const height = this.lead.exchange.height + 1;
    return { height, seconds, nanos, proposer: new Uint8Array(20), txs };
  }

  private spoilProposal(txs: readonly Uint8Array[]): Uint8Array[] {
    const { rng } = this;
    const copy = [...txs];
    const at = rng.chance(600) ? 0 : rng.int(copy.length);
    switch (rng.int(4)) {
      case 0:
        copy.splice(at, 1);
        break;
      case 1:
        copy.splice(
          rng.between(1, Math.max(1, copy.length - 3)),
          0,
          someCommand(this.view()).bytes,
        );
        break;
      default:
        copy[at] = mutate({ rng }, copy[at] as Uint8Array);
    }
    return copy;
  }

  private bridgeEvents(): bridge.BridgeEvent[] {
    const count = this.rng.between(1, 3);
    return Array.from({ length: count }, () => ({
      id: this.bridgeId++,
      coin: { denom: "adv4tnt", amount: String(this.rng.big(60)) },
      address: this.rng.pick(this.genesis.accounts).address,
      ethBlockHeight: 5_000_000n,
    }));
  }

  /**
   * Every node loses its memory at once: books come back from state, short-term orders are gone.
   */
  private restart(): void {
    this.at = "restart";
    this.same(
      "snapshot",
      this.nodes.map(({ exchange }) => exchange.snapshot()),
    );
    this.options.twins.forEach((twin, i) => {
      const node = this.nodes[i] as SimNode;
      const hash = node.exchange.stateHash();
      const options = { ...twin.options(), verifier: lenientVerifier };
      const exchange = Exchange.restore(node.exchange.snapshot(), options);
      if (!isSame(exchange.stateHash(), hash)) throw new Error("hash after restore");
      this.nodes[i] = new SimNode(twin, exchange);
    });
    if (this.rival !== undefined) {
      const snapshot = this.rival.exchange.snapshot();
      this.rival = new SimNode(RIVAL, Exchange.restore(snapshot, { verifier: lenientVerifier }));
    }
    this.tally.restarts++;
    this.coverage.watch(this.lead.k);
    for (const node of this.nodes) this.invariants(node, "after the restart");
  }

  private invariants(node: SimNode, when: string): void {
    try {
      node.checkInvariants();
      const supply = node.k.bank.supply.get(USDC_DENOM);
      if (supply !== this.usdcSupply) throw new Error(`USDC supply became ${supply}`);
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      throw new Error(`${node.name}, ${when}: ${what}`, { cause: error });
    }
  }

  /** All engines gave the same. */
  private same(what: string, values: readonly unknown[]): void {
    const names = this.options.twins.map(({ name }) => name);
    const difference = differenceOf(what, names, values);
    if (difference === undefined) return;
    const height = (this.nodes?.[0]?.exchange.height ?? -1) + 1;
    throw new Divergence(this.options.seed, height, this.at, difference);
  }

  private view(): SimView {
    return viewOf(this.rng, this.lead.k, this.genesis.accounts, this.markets);
  }
}
