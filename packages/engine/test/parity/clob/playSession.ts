import { clob, type perpetuals } from "@perpetua/protocol";
import { type BlockResult, type CheckResult, Exchange } from "../../../src/app/exchange.js";
import {
  type ClobKernel,
  drainStream,
  finalizedStream,
  type LiquidationInputs,
  premiumPpm,
} from "../../../src/clob/index.js";
import { premiumVotesToPropose } from "../../../src/perpetuals/index.js";
import { Mode } from "../../../src/state/index.js";
import {
  hexOf,
  hexOfUpdate,
  loadSession,
  type RecordedBlock,
  type RecordedCheck,
  type RecordedSession,
} from "./recordedSession.js";

export const json = (value: unknown) =>
  JSON.stringify(value, (_key, v) =>
    typeof v === "bigint" ? String(v) : v instanceof Uint8Array ? hexOf(v) : v,
  );

/** A session played through our own node's part of the engine. */
export interface Played {
  readonly session: RecordedSession;
  readonly wrongCodes: string[];
  /** Texts of the clob's refusals. */
  readonly wrongLogs: string[];
  readonly wrongOperations: string[];
  readonly wrongVotes: string[];
  readonly checkMessages: string[];
  readonly commitMessages: string[];
  /** The full-node stream from the first block on. */
  readonly stream: clob.StreamUpdate[];
}

/** Looks on while a session is played. */
export interface Observer {
  /** A message was checked. */
  checked?(check: RecordedCheck, result: CheckResult): void;
  /** Votes that this node would have proposed for the block, at some moment since the last. */
  wouldVote?(height: number, votes: readonly perpetuals.FundingPremium[]): void;
  /** A block was executed and committed. */
  committed?(height: number, result: BlockResult, exchange: Exchange): void;
}

/** What the daemon must have reported for the liquidations of a block to happen. */
function daemonFor(block: RecordedBlock | undefined): LiquidationInputs | undefined {
  const matches = block?.operations.flatMap((o) => o.match ?? []) ?? [];
  const liquidatable = matches.flatMap((m) => m.matchPerpetualLiquidation?.liquidated ?? []);
  const open: LiquidationInputs["positions"][number][] = [];
  for (const { matchPerpetualDeleveraging: d } of matches) {
    if (d?.liquidated === undefined) continue;
    if (!d.isFinalSettlement) liquidatable.push(d.liquidated);
    const others = d.fills.flatMap((f) => f.offsettingSubaccountId ?? []);
    open.push({ perpetualId: d.perpetualId, longs: [d.liquidated], shorts: others });
  }
  if (liquidatable.length + open.length === 0) return undefined;
  return { liquidatable, negativeTnc: [], positions: open };
}

function marketIdOf(exchange: Exchange, pair: string): number {
  return exchange.readCommitted((k) => k.prices.pairs.get(pair) ?? -1);
}

/** Oracle prices that the node sees: those of genesis, then each recorded move. */
function initialPrices(exchange: Exchange): Map<number, bigint> {
  return exchange.readCommitted(
    (k) => new Map([...k.prices.prices.entries()].map(([id, p]) => [Number(id), p.price])),
  );
}

function proposeVotes(exchange: Exchange): readonly perpetuals.FundingPremium[] {
  return exchange.readCommitted((k) =>
    premiumVotesToPropose(k, (perpetual) => premiumPpm(k, perpetual.params.id)),
  );
}

/** Plays a recording: messages when they came, blocks as they were decided. */
export function play(folder: string, observer: Observer = {}): Played {
  const session = loadSession(folder);
  const played: Played = {
    session,
    wrongCodes: [],
    wrongLogs: [],
    wrongOperations: [],
    wrongVotes: [],
    checkMessages: [],
    commitMessages: [],
    stream: [],
  };
  const [exchange] = Exchange.genesis(session.genesis);
  const { k } = exchange as unknown as { readonly k: ClobKernel };
  k.memclob.stream.enabled = true;
  const noteStream = (execMode: number) => {
    for (const update of drainStream(k)) played.stream.push({ ...update, execMode });
  };
  const indexPrices = initialPrices(exchange);
  let pending: Uint8Array[] = [];
  let nextCheck = 0;
  for (const [i, block] of session.blocks.entries()) {
    const votes: (readonly perpetuals.FundingPremium[])[] = [];
    const noteVotes = () => {
      const proposed = proposeVotes(exchange);
      votes.push(proposed);
      observer.wouldVote?.(block.height, proposed);
    };
    exchange.setDaemonInputs({ indexPrices });
    noteVotes();
    for (const p of session.prices) {
      if (p.height < block.height) indexPrices.set(marketIdOf(exchange, p.pair), p.price);
    }
    noteVotes();
    for (; nextCheck < session.checks.length; nextCheck++) {
      const c = session.checks[nextCheck];
      if (c === undefined || c.height >= block.height) break;
      const result = check(exchange, c, played);
      observer.checked?.(c, result);
      if (result.code === 0 && result.offchain.length === 0) pending.push(c.tx);
      noteStream(Mode.CheckTx);
      noteVotes();
    }
    compareOperations(exchange, block, played);
    compareVotes(block, votes, played);
    const executed = exchange.finalizeBlock(block);
    played.stream.push(...finalizedStream(k));
    exchange.setDaemonInputs({ liquidations: daemonFor(session.blocks[i + 1]) } as object);
    for (const m of exchange.commit().offchain) played.commitMessages.push(hexOfUpdate(m.message));
    observer.committed?.(block.height, executed, exchange);
    noteStream(Mode.PrepareCheckState);
    const included = new Set(block.txs.map(hexOf));
    pending = pending.filter((tx) => !included.has(hexOf(tx)));
    for (const tx of pending) exchange.checkTx(tx, Mode.ReCheckTx);
  }
  return played;
}

/** Go prints the good-til oneof as a pointer; we print its value. */
function withoutPointers(log: string): string {
  return log.replaceAll(/GoodTilOneof:(0x)?[0-9a-f]+/g, "GoodTilOneof");
}

function check(exchange: Exchange, c: RecordedCheck, played: Played): CheckResult {
  const result = exchange.checkTx(c.tx);
  for (const m of result.offchain) played.checkMessages.push(hexOfUpdate(m.message));
  if (result.code !== c.code || result.codespace !== c.codespace) {
    const expected = `${c.codespace} ${c.code} ${c.log}`;
    const got = `${result.codespace} ${result.code} ${result.log}`;
    played.wrongCodes.push(`step ${c.step}: expected ${expected}, got ${got}`);
  } else if (c.codespace === "clob" && withoutPointers(result.log) !== withoutPointers(c.log)) {
    played.wrongLogs.push(`step ${c.step}: expected ${c.log}, got ${result.log}`);
  }
  return result;
}

/**
 * A block's operations are a prefix of the proposer's queue: what came after the proposal waits for
 * the next block.
 */
function compareOperations(exchange: Exchange, block: RecordedBlock, played: Played): void {
  const queue = exchange.readCommitted((k) => k.memclob.queue.toRaw());
  const mine = clob.MsgProposedOperations.decode(
    clob.MsgProposedOperations.encode({ operationsQueue: queue }).finish(),
  ).operationsQueue.slice(0, block.operations.length);
  if (json(mine) === json(block.operations)) return;
  played.wrongOperations.push(`block ${block.height}: ${json(block.operations)} / ${json(mine)}`);
}

/**
 * The votes are those of the committed state and the live book at some moment since the last
 * commit. The proposer works through the markets while
 * messages keep arriving, so each market may show another moment.
 */
function compareVotes(
  block: RecordedBlock,
  moments: readonly (readonly perpetuals.FundingPremium[])[],
  played: Played,
): void {
  const premiumOf = (votes: readonly perpetuals.FundingPremium[], id: number) =>
    votes.find((v) => v.perpetualId === id)?.premiumPpm ?? 0;
  const ids = new Set(
    [block.votes, ...moments].flatMap((votes) => votes.map((v) => v.perpetualId)),
  );
  for (const id of ids) {
    const recorded = premiumOf(block.votes, id);
    const ours = moments.map((votes) => premiumOf(votes, id));
    if (ours.includes(recorded)) continue;
    played.wrongVotes.push(`block ${block.height}, perpetual ${id}: ${recorded} / ${ours.join()}`);
  }
}
