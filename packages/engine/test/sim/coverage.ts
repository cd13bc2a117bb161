import { indexerEventCodec, indexerManager, type offChainUpdates } from "@perpetua/protocol";
import type { Block, BlockResult } from "../../src/app/exchange.js";
import type { EngineKernel } from "../../src/app/kernel.js";
import { decodeTransaction } from "../../src/app/transaction.js";
import { isRejection } from "../../src/state/index.js";

interface Outcome {
  readonly code: number;
  readonly codespace: string;
}

type OffChain = { readonly message: offChainUpdates.OffChainUpdateV1; readonly key: unknown };

/**
 * What worlds reach, by name: every kind of command, result of messages, event and state that a
 * rule decides. A rule that no world reaches is not tested by the twins.
 */
export class Coverage {
  readonly seen = new Map<string, number>();

  note(name: string, times = 1): void {
    this.seen.set(name, (this.seen.get(name) ?? 0) + times);
  }

  merge(other: Coverage): void {
    for (const [name, times] of other.seen) this.note(name, times);
  }

  /** Which of `names` never happened. */
  missing(names: readonly string[]): string[] {
    return names.filter((name) => !this.seen.has(name));
  }

  checked(label: string, result: Outcome, messages: readonly OffChain[]): void {
    if (result.code === 0) this.note(`accepted ${label}`);
    else {
      this.note(`refusal ${result.codespace} ${result.code}`);
      this.note(`refused ${label}: ${result.codespace} ${result.code}`);
    }
    this.offChain(messages);
  }

  offChain(messages: readonly OffChain[]): void {
    for (const { key, message } of messages) {
      const flags = (key as { orderFlags?: number }).orderFlags ?? 0;
      const [kind = ""] = Object.keys(message).filter((name) => message[name as keyof object]);
      const reason = message.orderRemove?.reason;
      this.note(`off-chain ${kind}${reason === undefined ? "" : ` ${reason}`} of ${flags}`);
    }
  }

  /** Counts what governance and delayed messages carry out inside blocks. */
  watch(k: EngineKernel): void {
    const run = k.executeInternal;
    k.executeInternal = (message) => {
      const refused = run(message);
      const why = refused === undefined ? "" : ` ${refused.codespace} ${refused.code}`;
      this.note(`${refused === undefined ? "executed" : "not executed"} ${message.typeUrl}${why}`);
      return refused;
    };
  }

  block(block: Block, { results, events, indexerBlock }: BlockResult): void {
    for (const [i, { code, codespace }] of results.entries()) {
      const tx = decodeTransaction(block.txs[i] as Uint8Array);
      if (isRejection(tx)) continue;
      for (const { typeUrl } of tx.messages)
        this.note(code === 0 ? `delivered ${typeUrl}` : `failed ${typeUrl} ${codespace} ${code}`);
    }
    for (const { type, attributes } of events) {
      const result = attributes.find(([key]) => key === "proposal_result")?.[1];
      this.note(`event ${type}${result === undefined ? "" : ` ${result}`}`);
    }
    this.indexerEvents(indexerBlock);
  }

  private indexerEvents(bytes: Uint8Array): void {
    const block = indexerManager.IndexerTendermintBlock.decode(bytes);
    const counts = new Map<string, number>();
    for (const { subtype, version, dataBytes } of block.events) {
      const message = indexerEventCodec(subtype, version)?.decode(dataBytes) ?? {};
      const name = `indexer ${subtype}${variantOf(message)}`;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    for (const [name, times] of counts) {
      this.note(name, times);
      if (times >= MANY) this.note(`many: ${name}`);
    }
  }
}

/** Which of its alternatives an event took. */
function variantOf(message: object): string {
  const m = message as Record<string, Record<string, unknown> | undefined>;
  for (const name of ["orderRemoval", "fundingSample"]) {
    const reason = m[name]?.reason;
    if (m[name] !== undefined) return ` ${name} ${String(reason)}`;
  }
  for (const name of ALTERNATIVES) if (m[name] !== undefined) return ` ${name}`;
  if ((message as { isFinalSettlement?: boolean }).isFinalSettlement === true) return " final";
  const { type } = message as { type?: unknown };
  return typeof type === "number" ? ` ${type}` : "";
}

/** So many in one block are a cascade. */
const MANY = 10;

const ALTERNATIVES = [
  "orderPlace",
  "conditionalOrderPlacement",
  "conditionalOrderTriggered",
  "longTermOrderPlacement",
  "orderReplacement",
  "twapOrderPlacement",
  "liquidationOrder",
  "order",
  "priceUpdate",
  "marketCreate",
  "marketModify",
];
