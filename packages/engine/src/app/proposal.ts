import {
  bridge as bridgeProto,
  buildInjectedTx,
  clob as clobProto,
  perpetuals as perpetualsProto,
  prices as pricesProto,
} from "@perpetua/protocol";
import { acknowledgeRejection } from "../bridge/index.js";
import * as clob from "../clob/index.js";
import { premiumVotesToPropose } from "../perpetuals/index.js";
import { priceUpdatesToPropose } from "../prices/index.js";
import { isRejection, Mode } from "../state/index.js";
import { categoryRejection } from "./categories.js";
import type { EngineKernel } from "./kernel.js";
import { isShortTerm } from "./routes.js";
import { decodeTransaction } from "./transaction.js";

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
  /**
   * For ProcessProposal: every event that this node knows from Ethereum; undefined = it does not
   * watch Ethereum and takes the proposer's word.
   */
  readonly recognizedBridges?: readonly bridgeProto.BridgeEvent[];
}

export const OPERATIONS = "/dydxprotocol.clob.MsgProposedOperations";
export const ACKNOWLEDGE = "/dydxprotocol.bridge.MsgAcknowledgeBridges";
export const VOTES = "/dydxprotocol.perpetuals.MsgAddPremiumVotes";
export const PRICES = "/dydxprotocol.prices.MsgUpdateMarketPrices";

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
  const events = k.registry.readCommitted(() => bridgesToPropose(k, inputs.bridgeEvents));
  const bridges = inject(ACKNOWLEDGE, bridgeProto.MsgAcknowledgeBridges, { events });
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

/** What the daemon offers, unless the committed state has moved on since (app.md §5.2). */
function bridgesToPropose(
  k: EngineKernel,
  events: readonly bridgeProto.BridgeEvent[],
): bridgeProto.BridgeEvent[] {
  return acknowledgeRejection(k, events, undefined) === undefined ? [...events] : [];
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
