import {
  bridge as bridgeProto,
  buildInjectedTx,
  clob as clobProto,
  perpetuals as perpetualsProto,
  prices as pricesProto,
} from "@perpetua/protocol";
import * as clob from "../clob/index.js";
import { premiumVotesToPropose } from "../perpetuals/index.js";
import { priceUpdatesToPropose } from "../prices/index.js";
import { isRejection, Mode, type Rejection, reject } from "../state/index.js";
import { categoryRejection } from "./categories.js";
import type { EngineKernel } from "./kernel.js";
import { isShortTerm } from "./routes.js";
import { decodeTransaction, type Transaction } from "./transaction.js";

export interface ProposalInputs {
  /** For PrepareProposal the mempool in order of arrival; for ProcessProposal the proposal. */
  readonly txs: readonly Uint8Array[];
  readonly maxTxBytes: number;
  /** The injected commit info, first in every block from 2 on when vote extensions are used. */
  readonly commitInfo?: Uint8Array;
  /**
   * Prices aggregated from vote extensions; undefined = this node's own index prices decide (one
   * sequencer).
   */
  readonly priceUpdate?: pricesProto.MsgUpdateMarketPrices;
  /** Events recognised on Ethereum and due to be acknowledged. */
  readonly bridgeEvents: readonly bridgeProto.BridgeEvent[];
}

const OPERATIONS = "/dydxprotocol.clob.MsgProposedOperations";
const ACKNOWLEDGE = "/dydxprotocol.bridge.MsgAcknowledgeBridges";
const VOTES = "/dydxprotocol.perpetuals.MsgAddPremiumVotes";
const PRICES = "/dydxprotocol.prices.MsgUpdateMarketPrices";

function inject<M>(typeUrl: string, codec: { encode(m: M): { finish(): Uint8Array } }, message: M) {
  return buildInjectedTx({ typeUrl, value: codec.encode(message).finish() });
}

/** Builds the transactions of the next block in the order of app.md §1.11. */
export function prepareProposal(k: EngineKernel, inputs: ProposalInputs): Uint8Array[] {
  const { mode } = k;
  k.mode = Mode.PrepareProposal;
  const index = (marketId: number) => k.daemons.indexPrices.get(marketId);
  const priceUpdate =
    inputs.priceUpdate ?? k.registry.readCommitted(() => priceUpdatesToPropose(k, index));
  const prices = inject(PRICES, pricesProto.MsgUpdateMarketPrices, priceUpdate);
  const votesToPropose = k.registry.readCommitted(() =>
    premiumVotesToPropose(k, (perpetual) => clob.premiumPpm(k, perpetual.params.id)),
  );
  const votes = inject(VOTES, perpetualsProto.MsgAddPremiumVotes, { votes: votesToPropose });
  const bridges = inject(ACKNOWLEDGE, bridgeProto.MsgAcknowledgeBridges, {
    events: [...inputs.bridgeEvents],
  });
  const head = inputs.commitInfo === undefined ? [] : [inputs.commitInfo];
  const fixed = sizeOf([...head, prices, votes, bridges]);
  const available = inputs.maxTxBytes - fixed;
  const allowed = inputs.txs.filter((bytes) => mayEnterBlock(k, bytes));
  const operations = inject(OPERATIONS, clobProto.MsgProposedOperations, {
    operationsQueue: clob.operationsToPropose(k),
  });
  const others = selectTransactions(allowed, available, operations.length);
  k.mode = mode;
  return [...head, operations, ...others, bridges, votes, prices];
}

function sizeOf(txs: readonly Uint8Array[]): number {
  return txs.reduce((sum, tx) => sum + tx.length, 0);
}

/**
 * Which transactions of the mempool fit beside the operations (app.md §1.11): first as many as a
 * quarter of the bytes holds, then as many as the operations leave room for.
 */
export function selectTransactions(
  txs: readonly Uint8Array[],
  available: number,
  operationsSize: number,
): Uint8Array[] {
  const first = takePrefix(txs, Math.floor(available / 4));
  const left = available - sizeOf(first) - operationsSize;
  return [...first, ...takePrefix(txs.slice(first.length), left)];
}

/** The longest prefix that fits into `limit` bytes. */
function takePrefix(txs: readonly Uint8Array[], limit: number): Uint8Array[] {
  let used = 0;
  const taken: Uint8Array[] = [];
  for (const tx of txs) {
    used += tx.length;
    if (used > limit) break;
    taken.push(tx);
  }
  return taken;
}

function mayEnterBlock(k: EngineKernel, bytes: Uint8Array): boolean {
  const tx = decodeTransaction(bytes);
  return (
    !isRejection(tx) && categoryRejection(k, tx) === undefined && !tx.messages.some(isShortTerm)
  );
}

/** app.md §1.12: the shape of a proposal; undefined = accept. */
export function processProposal(k: EngineKernel, inputs: ProposalInputs): Rejection | undefined {
  const { mode } = k;
  k.mode = Mode.ProcessProposal;
  const refused = proposalRejection(k, inputs);
  k.mode = mode;
  return refused;
}

function proposalRejection(k: EngineKernel, inputs: ProposalInputs): Rejection | undefined {
  const offset = inputs.commitInfo === undefined ? 0 : 1;
  const txs = inputs.txs.slice(offset);
  if (txs.length < 4) return refuse(3, `expected at least 4 transactions, got ${txs.length}`);
  const decoded: Transaction[] = [];
  for (const bytes of txs) {
    const tx = decodeTransaction(bytes);
    if (isRejection(tx)) return refuse(1, tx.log);
    decoded.push(tx);
  }
  const expected = new Map([
    [0, OPERATIONS],
    [decoded.length - 3, ACKNOWLEDGE],
    [decoded.length - 2, VOTES],
    [decoded.length - 1, PRICES],
  ]);
  for (const [i, tx] of decoded.entries()) {
    const typeUrl = expected.get(i);
    const wrong =
      typeUrl === undefined
        ? categoryRejection(k, tx) !== undefined || tx.messages.some(isShortTerm)
        : tx.messages.length !== 1 || tx.messages[0]?.typeUrl !== typeUrl;
    if (wrong) return refuse(4, `unexpected message type at index ${i}`);
    for (const { handler, value } of tx.messages) {
      const invalid = handler.validateBasic(value);
      if (invalid !== undefined) return refuse(2, invalid.log);
    }
  }
  return undefined;
}

function refuse(code: number, log: string): Rejection {
  return reject("process_proposal", code, log);
}
