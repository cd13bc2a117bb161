/**
 * State hash and journal in the time of a block.
 *
 * An exchange with 100,000 subaccounts with positions; per block 500 pairs of signed short-term
 * orders are checked and matched, and the node's own proposal of them is executed: all of
 * `finalizeBlock` (ante chain of every placement, settlement, fees, rewards, statistics, indexer
 * events, hooks of all modules, the encoded indexer block) and `commit` (state hash, books).
 * Signatures are taken unseen, as a node verifies them in other threads when they arrive: with them
 * the share would be a fraction of this.
 * Hash and journal: `StateRegistry.commit` (encoding and hashing every changed record), `rollback`,
 * and the recording of every change, which is the number of records times the time of one, measured
 * apart.
 * Processor time of the whole process; the better half of the blocks after warm-up.
 * Run: `npm run bench -- engine`, or `node --conditions=source --import tsx bench/block.bench.ts`.
 */
import { buildAuthInfo, buildTxBody, clob, cosmosTx } from "@perpetua/protocol";
import { reportGroup } from "../../testkit/src/bench/index.js";
import { Journal } from "../src/state/journal.js";
import { type BigState, bigState } from "./bigState.js";
import { quartile } from "./duel.js";
import type { BenchMarket } from "./markets.js";

const ACCOUNTS = 100_000;
const TRADERS = 4_000;
const MATCHES = 500;
const WARM_UP_BLOCKS = 12;
const BLOCKS = 16;
const PLACE = "/dydxprotocol.clob.MsgPlaceOrder";
const GENESIS_SECONDS = 1_800_000_000;

const state = bigState(ACCOUNTS);
const { exchange, k } = state;
const markets = state.markets.filter((m) => !m.isIsolated);
const hashing = timeOf(k.registry, "commit");
const undoing = timeOf(k.registry, "rollback");
let nextId = 1;
let trader = 0;

/** Counts the microseconds that a method of an object takes from here on. */
function timeOf<M extends string>(target: Record<M, () => unknown>, method: M): { micros: number } {
  const spent = { micros: 0 };
  const original = target[method].bind(target);
  target[method] = () => {
    let result: unknown;
    spent.micros += micros(() => {
      result = original();
    });
    return result;
  };
  return spent;
}

function micros(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function placement({ accounts }: BigState, market: BenchMarket, isBuy: boolean): Uint8Array {
  trader = (trader + 1_327) % TRADERS;
  const { address, publicKey } = accounts[trader] ?? { address: "", publicKey: new Uint8Array() };
  const order = clob.Order.fromPartial({
    orderId: {
      subaccountId: { owner: address, number: 0 },
      clientId: nextId++,
      orderFlags: 0,
      clobPairId: market.pair.id,
    },
    side: isBuy ? 1 : 2,
    quantums: market.lotQuantums,
    subticks: BigInt((market.middle + (isBuy ? 6 : 5)) * market.pair.subticksPerTick),
    goodTilBlock: exchange.height + 20,
  });
  const message = { typeUrl: PLACE, value: clob.MsgPlaceOrder.encode({ order }).finish() };
  return cosmosTx.TxRaw.encode({
    bodyBytes: buildTxBody({ messages: [message] }),
    authInfoBytes: buildAuthInfo({ publicKey, sequence: 0n }),
    signatures: [new Uint8Array(64)],
  }).finish();
}

/** Checks and matches the block's orders and proposes them. */
function proposal(block: number): Uint8Array[] {
  for (let i = 0; i < MATCHES; i++) {
    const market = markets[i % markets.length] as BenchMarket;
    exchange.checkTx(placement(state, market, false));
    exchange.checkTx(placement(state, market, true));
  }
  const ppm = block % 2 === 0 ? 2_000n : 0n;
  const price = (m: BenchMarket) => m.price + (m.price * ppm) / 1_000_000n;
  exchange.setDaemonInputs({
    indexPrices: new Map(state.markets.map((m) => [m.marketId, price(m)])),
  });
  return exchange.prepareProposal({ txs: [], maxTxBytes: 4_194_304, bridgeEvents: [] });
}

/** Microseconds of recording one change in a journal. */
function recordMicros(): number {
  const journal = new Journal();
  const target = { undo: () => {}, redo: () => {}, current: () => undefined };
  const count = 20_000;
  const rounds = Array.from({ length: 20 }, () => {
    journal.clear();
    return micros(() => {
      for (let i = 0; i < count; i++) journal.record(target, "key", i);
    });
  });
  return Math.min(...rounds) / count;
}

const perRecord = recordMicros();
const shares: number[] = [];
const totals: number[] = [];
for (let block = 0; block < WARM_UP_BLOCKS + BLOCKS; block++) {
  const txs = proposal(block);
  hashing.micros = 0;
  undoing.micros = 0;
  const seconds = GENESIS_SECONDS + block;
  const header = { height: exchange.height + 1, seconds, nanos: 0, proposer: new Uint8Array(20) };
  let records = 0;
  const total = micros(() => {
    const { results } = exchange.finalizeBlock({ ...header, txs });
    const failed = results.find((r) => r.code !== 0);
    if (failed !== undefined) throw new Error(failed.log);
    records = k.registry.journal.mark();
    exchange.commit();
  });
  if (block < WARM_UP_BLOCKS) continue;
  shares.push((hashing.micros + undoing.micros + records * perRecord) / total);
  totals.push(total / 1_000);
}
process.stdout.write(`a block of ${MATCHES} matches: ${quartile(totals).toFixed(0)} ms\n`);
reportGroup("engine-block", [
  {
    name: "state hash and journal in a block of 500 matches, 100,000 subaccounts",
    unit: "of its time",
    ours: quartile(shares),
    peer: 0.15,
    peerName: "goal",
    goal: 1,
    lowerIsBetter: true,
  },
]);
