import { type bridge as bridgeProto, prices as pricesProto } from "@perpetua/protocol";
import { acknowledgeRejection } from "../bridge/index.js";
import { validatePriceUpdatesAgainstState } from "../prices/index.js";
import { isRejection, Mode, type Rejection, reject } from "../state/index.js";
import { categoryRejection } from "./categories.js";
import type { EngineKernel } from "./kernel.js";
import { ACKNOWLEDGE, OPERATIONS, PRICES, type ProposalInputs, VOTES } from "./proposal.js";
import { isShortTerm } from "./routes.js";
import { decodeTransaction, type Transaction } from "./transaction.js";

/** Whether a proposal keeps the rules of app.md §1.12; undefined = accept. */
export function processProposal(k: EngineKernel, inputs: ProposalInputs): Rejection | undefined {
  const { mode } = k;
  k.mode = Mode.ProcessProposal;
  const refused = k.registry.readCommitted(() => proposalRejection(k, inputs));
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
  const [bridges, , updates] = decoded.slice(-3).map((tx) => tx.messages[0]?.value);
  return (
    shapeRejection(k, decoded) ??
    bridgesRejection(k, bridges as bridgeProto.MsgAcknowledgeBridges, inputs) ??
    pricesRejection(k, updates as pricesProto.MsgUpdateMarketPrices, inputs)
  );
}

/** Four injected transactions at their places, users' own between them, all of them valid. */
function shapeRejection(k: EngineKernel, txs: readonly Transaction[]): Rejection | undefined {
  const expected = new Map([
    [0, OPERATIONS],
    [txs.length - 3, ACKNOWLEDGE],
    [txs.length - 2, VOTES],
    [txs.length - 1, PRICES],
  ]);
  for (const [i, tx] of txs.entries()) {
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

function bridgesRejection(
  k: EngineKernel,
  { events }: bridgeProto.MsgAcknowledgeBridges,
  { recognizedBridges }: ProposalInputs,
): Rejection | undefined {
  return events.length === 0 ? undefined : acknowledgeRejection(k, events, recognizedBridges);
}

/** Prices must have moved enough, and be what the vote extensions give where there are any. */
function pricesRejection(
  k: EngineKernel,
  update: pricesProto.MsgUpdateMarketPrices,
  { priceUpdate }: ProposalInputs,
): Rejection | undefined {
  const codec = pricesProto.MsgUpdateMarketPrices;
  const bytes = (m: pricesProto.MsgUpdateMarketPrices) => codec.encode(m).finish().join();
  if (priceUpdate !== undefined && bytes(priceUpdate) !== bytes(update)) {
    return refuse(5, "prices are not those of the vote extensions");
  }
  const invalid = validatePriceUpdatesAgainstState(k, update);
  return invalid === undefined ? undefined : refuse(5, invalid.log);
}

function refuse(code: number, log: string): Rejection {
  return reject("process_proposal", code, log);
}
