import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { clob, decodeTx, indexerManager, offChainUpdates } from "../src/index.js";

/** Messages of one type taken from the recordings. */
export interface SampleSet {
  readonly name: string;
  readonly typeName: string;
  readonly bytes: readonly Uint8Array[];
  readonly codec: {
    encode(message: never): { finish(): Uint8Array };
    decode(bytes: Uint8Array): unknown;
  };
}

const recordings = fileURLToPath(new URL("../../testkit/recordings/main/", import.meta.url));

interface StepLine {
  readonly tx?: string;
  readonly result?: { readonly code: number };
  readonly msgs?: readonly { readonly type: string }[];
}

function readLines<T>(name: string): T[] {
  const text = gunzipSync(readFileSync(recordings + name)).toString("utf8");
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

const fromBase64 = (text: string) => new Uint8Array(Buffer.from(text, "base64"));

function topicValues(topic: string): Uint8Array[] {
  const lines = readLines<{ value: string }>(`kafka/${topic}.jsonl.gz`);
  return lines.map((line) => fromBase64(line.value));
}

/** The order messages of the accepted MsgPlaceOrder transactions. */
function placeOrders(): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const step of readLines<StepLine>("steps.jsonl.gz")) {
    if (step.tx === undefined || step.result?.code !== 0) continue;
    const decoded = decodeTx(fromBase64(step.tx));
    if (!decoded.ok) continue;
    for (const message of decoded.tx.body.messages) {
      if (message.typeUrl === "/dydxprotocol.clob.MsgPlaceOrder") found.push(message.value);
    }
  }
  return found;
}

export function loadSamples(): SampleSet[] {
  return [
    {
      name: "MsgPlaceOrder",
      typeName: "dydxprotocol.clob.MsgPlaceOrder",
      bytes: placeOrders(),
      codec: clob.MsgPlaceOrder,
    },
    {
      name: "block message",
      typeName: "dydxprotocol.indexer.indexer_manager.IndexerTendermintBlock",
      bytes: topicValues("to-ender"),
      codec: indexerManager.IndexerTendermintBlock,
    },
    {
      name: "off-chain update",
      typeName: "dydxprotocol.indexer.off_chain_updates.OffChainUpdateV1",
      bytes: topicValues("to-vulcan"),
      codec: offChainUpdates.OffChainUpdateV1,
    },
  ];
}
