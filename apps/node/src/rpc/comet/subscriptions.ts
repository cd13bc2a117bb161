import { txHash } from "@perpetua/protocol";
import type { WebSocket } from "ws";
import type { Chain } from "../../chain/chain.js";
import type { BlockRecord } from "../../chain/record.js";
import { BlockReader } from "../blocks.js";
import { base64, headerJson, txResultJson } from "./encoding.js";
import { internalError, invalidParams } from "./errors.js";
import { type Condition, matchesBlock, matchesTx, parseQuery } from "./search.js";

interface Subscription {
  readonly socket: WebSocket;
  readonly id: unknown;
  readonly query: string;
  readonly event: EventName;
  /** What the query asks beside the event. */
  readonly conditions: readonly Condition[];
}

const EVENTS = ["NewBlock", "NewBlockHeader", "Tx"] as const;
type EventName = (typeof EVENTS)[number];
/** CometBFT's defaults. */
const MAX_CLIENTS = 100;
const MAX_PER_CLIENT = 5;
/** A client that lets more than this wait is dropped. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** `subscribe` and `unsubscribe` of the WebSocket form: new blocks, headers and transactions. */
export class EventSubscriptions {
  private readonly subscriptions = new Set<Subscription>();
  private readonly blocks: BlockReader;

  constructor(chain: Chain) {
    this.blocks = new BlockReader(chain);
    chain.subscribe({ onBlock: (record) => this.publish(record) });
  }

  /** Handles the two methods of a socket; undefined for every other one. */
  methodsFor(socket: WebSocket) {
    return (call: { id?: unknown; method?: unknown; params?: unknown }): object | undefined => {
      if (call.method === "unsubscribe_all") {
        this.drop(socket);
        return {};
      }
      if (call.method !== "subscribe" && call.method !== "unsubscribe") return undefined;
      const query = String((call.params as { query?: unknown } | undefined)?.query ?? "");
      const asked = readQuery(query);
      for (const s of this.subscriptions)
        if (s.socket === socket && s.query === query) this.subscriptions.delete(s);
      if (call.method === "subscribe") {
        this.admit(socket);
        this.subscriptions.add({ socket, id: call.id, query, ...asked });
      }
      return {};
    };
  }

  drop(socket: WebSocket): void {
    for (const s of this.subscriptions) if (s.socket === socket) this.subscriptions.delete(s);
  }

  private admit(socket: WebSocket): void {
    const sockets = [...this.subscriptions].map((s) => s.socket);
    if (sockets.filter((s) => s === socket).length >= MAX_PER_CLIENT) {
      throw internalError(`max_subscriptions_per_client ${MAX_PER_CLIENT} reached`);
    }
    if (new Set(sockets).add(socket).size > MAX_CLIENTS) {
      throw internalError(`max_subscription_clients ${MAX_CLIENTS} reached`);
    }
  }

  private publish(record: BlockRecord): void {
    for (const s of this.subscriptions) {
      if (s.event === "Tx") this.publishTxs(s, record);
      else if (s.conditions.every((c) => matchesBlock(record, c))) {
        this.send(s, s.event, this.value(s.event, record), {});
      }
    }
  }

  private value(event: EventName, record: BlockRecord): object {
    if (event === "NewBlock") return this.blocks.blockJson(record);
    return { header: headerJson(this.blocks.header(record)) };
  }

  private publishTxs(s: Subscription, record: BlockRecord): void {
    for (const [index, tx] of record.txs.entries()) {
      const result = record.results[index];
      if (result === undefined) continue;
      if (!s.conditions.every((c) => matchesTx({ record, index }, c))) continue;
      const height = String(record.height);
      const value = { TxResult: { height, index, tx: base64(tx), result: txResultJson(result) } };
      this.send(s, "Tx", value, { "tx.hash": [txHash(tx)], "tx.height": [height] });
    }
  }

  private send(
    s: Subscription,
    event: string,
    value: object,
    extra: Record<string, string[]>,
  ): void {
    if (s.socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      s.socket.close(1008, "too slow");
      this.drop(s.socket);
      return;
    }
    const result = {
      query: s.query,
      data: { type: `tendermint/event/${event}`, value },
      events: { "tm.event": [event], ...extra },
    };
    s.socket.send(JSON.stringify({ jsonrpc: "2.0", id: s.id, result }));
  }
}

/** Splits a query into its event and the conditions on it. */
function readQuery(query: string): Pick<Subscription, "event" | "conditions"> {
  const conditions = parseQuery(query);
  const named = conditions.find(({ key, operator }) => key === "tm.event" && operator === "=");
  const event = EVENTS.find((name) => name === named?.value);
  if (event === undefined) {
    throw invalidParams("query must contain tm.event='NewBlock', 'NewBlockHeader' or 'Tx'");
  }
  return { event, conditions: conditions.filter((c) => c !== named) };
}
