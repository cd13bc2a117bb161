import type { TxResult } from "@perpetua/engine";
import type { tendermintTypes } from "@perpetua/protocol";
import type { StoredEvent } from "../../chain/record.js";

/**
 * How CometBFT writes values: 64-bit integers as strings, hashes as upper-case hex, data as base64
 * (wire.md §3.4).
 */
export const hex = (b: Uint8Array): string => Buffer.from(b).toString("hex").toUpperCase();
export const base64 = (b: Uint8Array): string => Buffer.from(b).toString("base64");

/** RFC 3339 in UTC with up to nine decimals, trailing zeros dropped. */
export function timeText(seconds: number, nanos: number): string {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  const fraction = nanos === 0 ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  return `${whole}${fraction}Z`;
}

export function blockIdJson(id: tendermintTypes.BlockID | undefined) {
  const parts = id?.partSetHeader;
  return {
    hash: hex(id?.hash ?? new Uint8Array()),
    parts: { total: parts?.total ?? 0, hash: hex(parts?.hash ?? new Uint8Array()) },
  };
}

export function headerJson(h: tendermintTypes.Header) {
  return {
    version: { block: String(h.version?.block ?? 0n) },
    chain_id: h.chainId,
    height: String(h.height),
    time: timeText(Number(h.time?.seconds ?? 0n), h.time?.nanos ?? 0),
    last_block_id: blockIdJson(h.lastBlockId),
    last_commit_hash: hex(h.lastCommitHash),
    data_hash: hex(h.dataHash),
    validators_hash: hex(h.validatorsHash),
    next_validators_hash: hex(h.nextValidatorsHash),
    consensus_hash: hex(h.consensusHash),
    app_hash: hex(h.appHash),
    last_results_hash: hex(h.lastResultsHash),
    evidence_hash: hex(h.evidenceHash),
    proposer_address: hex(h.proposerAddress),
  };
}

export function eventsJson(events: readonly StoredEvent[]) {
  return events.map(({ type, attributes }) => ({
    type,
    attributes: attributes.map(([key, value]) => ({ key, value, index: true })),
  }));
}

export function txResultJson(r: TxResult) {
  return {
    code: r.code,
    data: r.data.length === 0 ? null : base64(r.data),
    log: r.log,
    info: "",
    gas_wanted: String(r.gasWanted),
    gas_used: String(r.gasUsed),
    events: eventsJson(r.events),
    codespace: r.codespace,
  };
}
