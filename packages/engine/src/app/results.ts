import { cosmosBase } from "@perpetua/protocol";
import type { AbciEvent, Rejection } from "../state/index.js";

/** The result of one transaction, as consensus and clients see it. */
export interface TxResult {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  /** Encoded TxMsgData; empty on failure. */
  readonly data: Uint8Array;
  /** −1 for free transactions (app.md §1.7). */
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
  readonly events: readonly AbciEvent[];
}

export interface GasInfo {
  readonly wanted: bigint;
  readonly used: bigint;
}

/** Gas of transactions that never meet a meter. */
export const FREE_GAS: GasInfo = { wanted: -1n, used: 0n };

const EMPTY = new Uint8Array();

export function failure(r: Rejection, gas: GasInfo, events: readonly AbciEvent[] = []): TxResult {
  return {
    code: r.code,
    codespace: r.codespace,
    log: r.log,
    data: EMPTY,
    gasWanted: gas.wanted,
    gasUsed: gas.used,
    events,
  };
}

export function success(
  log: string,
  data: Uint8Array,
  gas: GasInfo,
  events: readonly AbciEvent[],
): TxResult {
  return { code: 0, codespace: "", log, data, gasWanted: gas.wanted, gasUsed: gas.used, events };
}

/** TxMsgData with one response per message: `<type URL>Response` (app.md §1.7). */
export function encodeResponses(
  responses: readonly { readonly typeUrl: string; readonly value: Uint8Array }[],
): Uint8Array {
  const msgResponses = responses.map(({ typeUrl, value }) => ({
    typeUrl: `${typeUrl}Response`,
    value,
  }));
  return cosmosBase.TxMsgData.encode({ data: [], msgResponses }).finish();
}
