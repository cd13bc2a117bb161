import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import {
  clob,
  decodeTx,
  indexerEvents,
  indexerManager,
  offChainUpdates,
  perpetuals,
} from "@perpetua/protocol";

/** A message that reached the node, and the height after whose commit it came. */
export interface RecordedCheck {
  readonly step: number;
  readonly tx: Uint8Array;
  readonly height: number;
  readonly code: number;
  readonly codespace: string;
  readonly log: string;
}

export interface RecordedBlock {
  readonly height: number;
  readonly seconds: number;
  readonly nanos: number;
  readonly proposer: Uint8Array;
  readonly txs: readonly Uint8Array[];
  readonly operations: readonly clob.OperationRaw[];
  readonly votes: readonly perpetuals.FundingPremium[];
}

/** A price that the oracle side-car served from the given height on. */
export interface RecordedPrice {
  readonly height: number;
  readonly pair: string;
  readonly price: bigint;
}

/** What entered and left a recorded node, in the order in which its book saw it. */
export interface RecordedSession {
  readonly genesis: unknown;
  readonly checks: readonly RecordedCheck[];
  readonly blocks: readonly RecordedBlock[];
  readonly prices: readonly RecordedPrice[];
  /** Off-chain updates caused by transactions, as hexadecimal protobuf, in order. */
  readonly checkMessages: readonly { readonly height: number; readonly hex: string }[];
  /** Off-chain updates without a transaction: after commits, and those of the indexer itself. */
  readonly commitMessages: readonly { readonly height: number; readonly hex: string }[];
}

export const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
export const hexOfUpdate = (m: offChainUpdates.OffChainUpdateV1) =>
  hexOf(offChainUpdates.OffChainUpdateV1.encode(m).finish());
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

// biome-ignore lint/suspicious/noExplicitAny: lines of a recording are JSON of many shapes.
type Line = any;

/** Reads a file of a recording line by line. */
export function lineReader(folder: string): (file: string) => Line[] {
  const root = fileURLToPath(new URL(`../../../../testkit/recordings/${folder}/`, import.meta.url));
  return (file) =>
    gunzipSync(readFileSync(root + file))
      .toString()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
}

/** Loads a recording and works out between which blocks each message was checked. */
export function loadSession(folder: string): RecordedSession {
  const lines = lineReader(folder);
  const path = fileURLToPath(
    new URL(`../../../../testkit/recordings/${folder}/genesis.json`, import.meta.url),
  );
  const blocks = lines("blocks.jsonl.gz").map(toBlock);
  const commits = lines("kafka/to-ender.jsonl.gz").map((m) => ({
    height: indexerManager.IndexerTendermintBlock.decode(bytesOf(m.value)).height,
    time: m.timestamp as number,
  }));
  const heightAt = (time: number) => {
    let height = 0;
    for (const c of commits) if (c.time <= time) height = Math.max(height, c.height);
    return height;
  };
  const lastHeight = blocks.at(-1)?.height ?? 0;
  const lastTime = commits.find((c) => c.height === lastHeight)?.time ?? 0;
  const nextTime = commits.find((c) => c.height === lastHeight + 1)?.time ?? lastTime;
  const vulcan = lines("kafka/to-vulcan.jsonl.gz")
    .filter((m) => m.headers?.event_type === undefined && m.timestamp < nextTime)
    .map((m) => ({
      fromTx: m.headers !== undefined,
      height: heightAt(m.timestamp),
      hex: hexOf(bytesOf(m.value)),
    }));
  const steps = lines("steps.jsonl.gz");
  const checkMessages = vulcan.filter((m) => m.fromTx && m.height < lastHeight);
  return {
    genesis: JSON.parse(readFileSync(path, "utf8")),
    blocks,
    checks: toChecks(steps, blocks, checkMessages).filter((c) => c.height < lastHeight),
    prices: steps
      .filter((s) => s.oracle !== undefined)
      .map((s) => ({ height: s.heightAfter, pair: s.oracle, price: BigInt(s.raw) })),
    checkMessages,
    commitMessages: vulcan.filter((m) => !m.fromTx),
  };
}

function toBlock(b: Line): RecordedBlock {
  const [, whole = "", fraction = ""] = /^(.*?)(?:\.(\d+))?Z$/.exec(b.time) ?? [];
  const txs: Uint8Array[] = b.txs.map(bytesOf);
  let operations: readonly clob.OperationRaw[] = [];
  let votes: readonly perpetuals.FundingPremium[] = [];
  for (const tx of txs) {
    const decoded = decodeTx(tx);
    const message = decoded.ok ? decoded.tx.body.messages[0] : undefined;
    if (message?.typeUrl === "/dydxprotocol.clob.MsgProposedOperations") {
      operations = clob.MsgProposedOperations.decode(message.value).operationsQueue;
    } else if (message?.typeUrl === "/dydxprotocol.perpetuals.MsgAddPremiumVotes") {
      votes = perpetuals.MsgAddPremiumVotes.decode(message.value).votes;
    }
  }
  return {
    height: b.height,
    seconds: Math.floor(Date.parse(`${whole}Z`) / 1000),
    nanos: Number(fraction.padEnd(9, "0")),
    proposer: new Uint8Array(Buffer.from(b.proposer, "hex")),
    txs,
    operations,
    votes,
  };
}

/** Recognises the first off-chain message that an accepted short-term message causes. */
function recogniser(
  tx: Uint8Array,
): ((m: offChainUpdates.OffChainUpdateV1) => boolean) | undefined {
  const decoded = decodeTx(tx);
  const message = decoded.ok ? decoded.tx.body.messages[0] : undefined;
  if (message?.typeUrl === "/dydxprotocol.clob.MsgPlaceOrder") {
    const { order } = clob.MsgPlaceOrder.decode(message.value);
    if (order?.orderId?.orderFlags !== 0) return undefined;
    return ({ orderPlace }) =>
      orderPlace?.order?.orderId?.clientId === order.orderId?.clientId &&
      orderPlace?.order?.goodTilBlock === order.goodTilBlock &&
      orderPlace?.order?.quantums === order.quantums &&
      orderPlace?.order?.orderId?.subaccountId?.owner === order.orderId?.subaccountId?.owner;
  }
  let clientId: number | undefined;
  if (message?.typeUrl === "/dydxprotocol.clob.MsgCancelOrder") {
    const { orderId } = clob.MsgCancelOrder.decode(message.value);
    if (orderId?.orderFlags === 0) clientId = orderId.clientId;
  } else if (message?.typeUrl === "/dydxprotocol.clob.MsgBatchCancel") {
    clientId = clob.MsgBatchCancel.decode(message.value).shortTermCancels[0]?.clientIds[0];
  }
  if (clientId === undefined) return undefined;
  return ({ orderRemove }) =>
    orderRemove?.removedOrderId?.clientId === clientId && orderRemove?.reason === 2;
}

/**
 * The steps only say which block was the last one after the answer. The messages of the topic, and
 * the blocks that carry a transaction, say
 * more precisely when it was checked.
 */
function toChecks(
  steps: readonly Line[],
  blocks: readonly RecordedBlock[],
  messages: readonly { readonly height: number; readonly hex: string }[],
): RecordedCheck[] {
  const delivered = new Map<number, number>();
  for (const s of steps) if (s.delivered) delivered.set(s.step, Number(s.delivered.height));
  const firstBlock = new Map<string, number>();
  for (const block of blocks) {
    for (const { shortTermOrderPlacement: tx } of block.operations) {
      if (tx !== undefined && !firstBlock.has(hexOf(tx))) firstBlock.set(hexOf(tx), block.height);
    }
  }
  const decoded = messages.map((m) =>
    offChainUpdates.OffChainUpdateV1.decode(Buffer.from(m.hex, "hex")),
  );
  const checks: RecordedCheck[] = [];
  let pointer = 0;
  let lowest = 0;
  for (const s of steps) {
    if (s.tx === undefined || s.result?.rpcError !== undefined) continue;
    const tx = bytesOf(s.tx);
    let height: number = s.heightAfter;
    const recognise = recogniser(tx);
    const at =
      recognise === undefined ? -1 : decoded.findIndex((m, i) => i >= pointer && recognise(m));
    const seen = at < 0 ? undefined : messages[at];
    if (seen !== undefined && Math.abs(seen.height - s.heightAfter) <= 2) {
      pointer = at + 1;
      height = seen.height;
    }
    const inBlock = delivered.get(s.step) ?? firstBlock.get(hexOf(tx));
    if (inBlock !== undefined) height = Math.min(height, inBlock - 1);
    height = Math.max(height, lowest);
    lowest = height;
    const { code = 0, codespace = "", log = "" } = s.result ?? {};
    checks.push({ step: s.step, tx, height, code, codespace, log });
  }
  return checks;
}

/** What ender itself sends to the topic for the fills of a recording. */
export function enderUpdates(folder: string, lastHeight: number): string[] {
  const updates: string[] = [];
  for (const m of lineReader(folder)("kafka/to-ender.jsonl.gz")) {
    const block = indexerManager.IndexerTendermintBlock.decode(bytesOf(m.value));
    if (block.height > lastHeight) continue;
    for (const e of block.events) {
      if (e.subtype !== "order_fill") continue;
      const fill = indexerEvents.OrderFillEventV1.decode(e.dataBytes);
      const add = (
        orderId: offChainUpdates.OrderUpdateV1["orderId"],
        totalFilledQuantums: bigint,
      ) => updates.push(hexOfUpdate({ orderUpdate: { orderId, totalFilledQuantums } }));
      add(fill.makerOrder?.orderId, fill.totalFilledMaker);
      if (fill.order !== undefined) add(fill.order.orderId, fill.totalFilledTaker);
    }
  }
  return updates;
}
