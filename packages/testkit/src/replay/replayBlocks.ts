import { indexerEvents, indexerManager } from "@perpetua/protocol";
import type { RecordedBlock, RecordedResult, Recording } from "../recording/recording.js";
import type { PartResult } from "./part.js";

/**
 * The engine as the replay sees it (`@perpetua/engine`'s Exchange; passed in, so that this package
 * does not depend on it).
 */
export interface ReplayableExchange {
  finalizeBlock(block: {
    height: number;
    seconds: number;
    nanos: number;
    proposer: Uint8Array;
    txs: readonly Uint8Array[];
  }): { results: readonly ReplayedResult[]; indexerBlock: Uint8Array };
  commit(): unknown;
  query(method: string, request: Uint8Array): ReplayedAnswer;
}

/** A gRPC answer: the encoded response, or a status code with a text. */
interface ReplayedAnswer {
  readonly code: number;
  readonly value: Uint8Array;
  readonly message: string;
}

interface ReplayedResult {
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
  readonly data: Uint8Array;
}

export interface BlocksReplay {
  readonly result: PartResult;
  /** The exchange after the last block that was executed. */
  readonly exchange: ReplayableExchange;
}

/**
 * Executes every block of a recording and compares codes, codespaces, data and the bytes for
 * `to-ender` (golden README, "Block replay"). Goes on after a difference, so that the count tells
 * how much agrees; only the first is described.
 */
export function replayBlocks(
  recording: Recording,
  genesis: (document: unknown) => readonly [ReplayableExchange, Uint8Array],
  untilHeight: number = Number.POSITIVE_INFINITY,
  onBlock: (exchange: ReplayableExchange, height: number) => void = () => undefined,
): BlocksReplay {
  const messages = indexerMessagesByHeight(recording);
  const [exchange, genesisMessage] = genesis(recording.genesis());
  let difference = compareMessage(0, messages.get(0), genesisMessage);
  let equal = 0;
  const blocks = recording.blocks().filter((b) => b.height <= untilHeight);
  for (const block of blocks) {
    const found = replayBlock(exchange, block, messages.get(block.height));
    onBlock(exchange, block.height);
    if (found === undefined) equal++;
    difference ??= found;
  }
  const result = { part: "blocks", equal, total: blocks.length };
  return { result: difference === undefined ? result : { ...result, difference }, exchange };
}

function indexerMessagesByHeight(recording: Recording): Map<number, Uint8Array> {
  const byHeight = new Map<number, Uint8Array>();
  for (const message of recording.topic("to-ender")) {
    const bytes = fromBase64(message.value);
    byHeight.set(indexerManager.IndexerTendermintBlock.decode(bytes).height, bytes);
  }
  return byHeight;
}

function replayBlock(
  exchange: ReplayableExchange,
  block: RecordedBlock,
  expected: Uint8Array | undefined,
): string | undefined {
  const { seconds, nanos } = splitTime(block.time);
  const { results, indexerBlock } = exchange.finalizeBlock({
    height: block.height,
    seconds,
    nanos,
    proposer: Uint8Array.from(Buffer.from(block.proposer, "hex")),
    txs: block.txs.map(fromBase64),
  });
  exchange.commit();
  return compareResults(block, results) ?? compareMessage(block.height, expected, indexerBlock);
}

/** Seconds and nanoseconds; JavaScript's Date alone would lose the nanoseconds. */
export function splitTime(time: string): { seconds: number; nanos: number } {
  const seconds = Math.floor(Date.parse(`${time.slice(0, 19)}Z`) / 1000);
  const fraction = /\.(\d+)Z$/.exec(time)?.[1] ?? "";
  return { seconds, nanos: Number(fraction.padEnd(9, "0")) };
}

function compareResults(block: RecordedBlock, got: readonly ReplayedResult[]): string | undefined {
  for (const [i, expected] of block.results.entries()) {
    const ours = got[i];
    const same =
      ours !== undefined &&
      ours.code === expected.code &&
      ours.codespace === expected.codespace &&
      Buffer.from(ours.data).toString("base64") === (expected.data ?? "");
    if (same) continue;
    return [
      `height ${block.height}, transaction ${i}:`,
      `  expected ${describeExpected(expected)}`,
      `  got      ${ours === undefined ? "no result" : describeGot(ours)}`,
    ].join("\n");
  }
  return undefined;
}

function describeExpected(r: RecordedResult): string {
  return `code ${r.code} ${r.codespace} data ${r.data ?? ""} log ${r.log ?? ""}`;
}

function describeGot(r: ReplayedResult): string {
  return `code ${r.code} ${r.codespace} data ${Buffer.from(r.data).toString("base64")} log ${r.log}`;
}

function compareMessage(
  height: number,
  expected: Uint8Array | undefined,
  got: Uint8Array,
): string | undefined {
  if (expected === undefined) return `height ${height}: the recording has no to-ender message`;
  if (Buffer.compare(Buffer.from(expected), Buffer.from(got)) === 0) return undefined;
  const theirs = indexerManager.IndexerTendermintBlock.decode(expected);
  const ours = indexerManager.IndexerTendermintBlock.decode(got);
  const count = Math.max(theirs.events.length, ours.events.length);
  for (let i = 0; i < count; i++) {
    const a = describeEvent(theirs.events[i]);
    const b = describeEvent(ours.events[i]);
    if (a !== b) return `height ${height}, to-ender event ${i}:\n  expected ${a}\n  got      ${b}`;
  }
  const head = (x: indexerManager.IndexerTendermintBlock) =>
    toText({ height: x.height, time: x.time, txHashes: x.txHashes });
  return `height ${height}, to-ender envelope:\n  expected ${head(theirs)}\n  got      ${head(ours)}`;
}

const PAYLOADS: Readonly<Record<string, { decode(b: Uint8Array): unknown }>> = {
  order_fill: indexerEvents.OrderFillEventV1,
  deleveraging: indexerEvents.DeleveragingEventV1,
  subaccount_update: indexerEvents.SubaccountUpdateEventV1,
  transfer: indexerEvents.TransferEventV1,
  market: indexerEvents.MarketEventV1,
  funding_values: indexerEvents.FundingEventV1,
  stateful_order: indexerEvents.StatefulOrderEventV1,
  asset: indexerEvents.AssetCreateEventV1,
  perpetual_market: indexerEvents.PerpetualMarketCreateEventV3,
  liquidity_tier: indexerEvents.LiquidityTierUpsertEventV2,
  update_perpetual: indexerEvents.UpdatePerpetualEventV3,
  update_clob_pair: indexerEvents.UpdateClobPairEventV1,
  trading_reward: indexerEvents.TradingRewardsEventV1,
  register_affiliate: indexerEvents.RegisterAffiliateEventV1,
  upsert_vault: indexerEvents.UpsertVaultEventV1,
};

/** One indexer event as text: envelope and decoded payload. */
export function describeEvent(e: indexerManager.IndexerTendermintEvent | undefined): string {
  if (e === undefined) return "no event";
  const { subtype, version, transactionIndex, blockEvent, eventIndex, dataBytes } = e;
  const payload = PAYLOADS[subtype]?.decode(dataBytes);
  const raw = Buffer.from(dataBytes).toString("hex");
  const place = transactionIndex === undefined ? `block ${blockEvent}` : `tx ${transactionIndex}`;
  return `${subtype} v${version} ${place} #${eventIndex} ${toText(payload)} (${raw})`;
}

function toText(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => {
    if (typeof v === "bigint") return v.toString();
    if (v instanceof Uint8Array) return `0x${Buffer.from(v).toString("hex")}`;
    return v;
  });
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "base64"));
}
