import { describe, expect, test } from "vitest";
import {
  indexerEventCodec,
  indexerManager,
  indexerV1,
  type MessageCodec,
  offChainUpdates,
  orderIdHash,
  socksProto,
  subaccountKeyBytes,
} from "../../src/index.js";
import { fromBase64, RECORDINGS, readLines, sameBytes } from "../recordings/load.js";

interface KafkaLine {
  readonly offset: number;
  readonly value: string;
  readonly key?: string;
}

const TOPICS: Readonly<Record<string, MessageCodec<object>>> = {
  "to-ender": indexerManager.IndexerTendermintBlock,
  "to-vulcan": offChainUpdates.OffChainUpdateV1,
  "to-websockets-orderbooks": socksProto.OrderbookMessage,
  "to-websockets-subaccounts": socksProto.SubaccountMessage,
  "to-websockets-trades": socksProto.TradeMessage,
  "to-websockets-markets": socksProto.MarketMessage,
  "to-websockets-candles": socksProto.CandleMessage,
  "to-websockets-block-height": socksProto.BlockHeightMessage,
};

const cases = RECORDINGS.flatMap((recording) =>
  Object.keys(TOPICS).map((topic) => ({ recording, topic })),
);

describe("every recorded Kafka value decodes and re-encodes to the same bytes", () => {
  test.each(cases)("$recording $topic", ({ recording, topic }) => {
    const codec = TOPICS[topic] as MessageCodec<object>;
    const lines = readLines<KafkaLine>(recording, `kafka/${topic}.jsonl.gz`);
    expect(lines.length).toBeGreaterThan(0);
    const different = lines.filter(({ value }) => {
      const bytes = fromBase64(value);
      return !sameBytes(codec.encode(codec.decode(bytes)).finish(), bytes);
    });
    expect(different.map((line) => line.offset)).toEqual([]);
  });

  test.each(RECORDINGS)("event payloads of %s", (recording) => {
    let payloads = 0;
    for (const { value } of readLines<KafkaLine>(recording, "kafka/to-ender.jsonl.gz")) {
      const block = indexerManager.IndexerTendermintBlock.decode(fromBase64(value));
      for (const event of block.events) {
        const codec = indexerEventCodec(event.subtype, event.version);
        expect(codec, `${event.subtype} v${event.version}`).toBeDefined();
        if (codec === undefined) continue;
        const again = codec.encode(codec.decode(event.dataBytes)).finish();
        expect(sameBytes(again, event.dataBytes), `height ${block.height}`).toBe(true);
        payloads += 1;
      }
    }
    expect(payloads).toBeGreaterThan(300);
  });
});

function orderIdOf(update: offChainUpdates.OffChainUpdateV1) {
  return (
    update.orderPlace?.order?.orderId ??
    update.orderUpdate?.orderId ??
    update.orderRemove?.removedOrderId ??
    update.orderReplace?.oldOrderId
  );
}

describe("keys", () => {
  test.each(RECORDINGS)("to-vulcan of %s: SHA-256 of the order id", (recording) => {
    for (const { offset, key, value } of readLines<KafkaLine>(
      recording,
      "kafka/to-vulcan.jsonl.gz",
    )) {
      const orderId = orderIdOf(offChainUpdates.OffChainUpdateV1.decode(fromBase64(value)));
      expect(orderId, `offset ${offset}`).toBeDefined();
      const hash = orderIdHash(orderId as indexerV1.IndexerOrderId);
      expect(sameBytes(hash, fromBase64(key ?? "")), `offset ${offset}`).toBe(true);
    }
  });

  test.each(RECORDINGS)("to-websockets-subaccounts of %s", (recording) => {
    const name = "kafka/to-websockets-subaccounts.jsonl.gz";
    for (const { offset, key, value } of readLines<KafkaLine>(recording, name)) {
      const { subaccountId } = socksProto.SubaccountMessage.decode(fromBase64(value));
      const id = subaccountId ?? indexerV1.IndexerSubaccountId.fromPartial({});
      const expected = fromBase64(key ?? "");
      expect(sameBytes(subaccountKeyBytes(id), expected), `offset ${offset}`).toBe(true);
    }
  });
});
