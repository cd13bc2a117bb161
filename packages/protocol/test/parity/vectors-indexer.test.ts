import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, test } from "vitest";
import {
  codecs,
  fromProtoJson,
  indexerEventCodec,
  indexerEvents,
  indexerV1,
  type JsonValue,
  orderIdHash,
  subaccountKeyBytes,
  timestampFromJson,
  toProtoJson,
} from "../../src/index.js";
import { fromHex, toHex, type Vector, vectorById, vectorsOf } from "../vectors/load.js";

/** JavaScript writes fields 1, 2, 3; our encoder writes the node's order 1, 3, 2 (V156). */
const OTHER_ORDER = ["V122", "V138"];

const TYPES: Readonly<Record<string, string>> = {
  IndexerOrderId: "dydxprotocol.indexer.protocol.v1.IndexerOrderId",
  IndexerSubaccountId: "dydxprotocol.indexer.protocol.v1.IndexerSubaccountId",
  IndexerOrder: "dydxprotocol.indexer.protocol.v1.IndexerOrder",
  OffChainUpdate: "dydxprotocol.indexer.off_chain_updates.OffChainUpdateV1",
  IndexerTendermintBlock: "dydxprotocol.indexer.indexer_manager.IndexerTendermintBlock",
  socks: "dydxprotocol.indexer.socks.",
  RedisOrder: "dydxprotocol.indexer.redis.RedisOrder",
};

function codecOf(vector: Vector) {
  if (vector.name === "event_payload") {
    return indexerEventCodec(vector.input.subtype, vector.input.version);
  }
  const [head = "", tail = ""] = vector.name.split("_");
  const typeName = head === "socks" ? `${TYPES.socks}${tail}` : TYPES[head];
  return codecs[typeName ?? ""];
}

const bytesOf = ({ output }: Vector) => fromHex(output.hex ?? output.dataBytesHex);

describe("indexer messages (V112–V146)", () => {
  test.each(vectorsOf("indexer"))("$id $name", (vector) => {
    const codec = codecOf(vector);
    if (codec === undefined) throw new Error(`no codec for ${vector.name}`);
    const bytes = bytesOf(vector);
    const message = codec.decode(bytes);
    const again = codec.encode(message).finish();
    if (OTHER_ORDER.includes(vector.id)) {
      expect(again).toHaveLength(bytes.length);
      expect(codec.decode(again)).toEqual(message);
    } else {
      expect(toHex(again)).toBe(toHex(bytes));
    }
  });

  test.each(["V112", "V113"])("%s order id and its key", (id) => {
    const { input, output } = vectorById(id);
    const orderId = indexerV1.IndexerOrderId.fromPartial({
      subaccountId: { owner: input.owner, number: input.number },
      clientId: input.clientId,
      orderFlags: input.orderFlags,
      clobPairId: input.clobPairId,
    });
    expect(toHex(indexerV1.IndexerOrderId.encode(orderId).finish())).toBe(output.hex);
    expect(toHex(orderIdHash(orderId))).toBe(output.sha256Hex);
  });

  test("V114 subaccount key", () => {
    const { input, output } = vectorById("V114");
    expect(toHex(subaccountKeyBytes({ owner: input.owner, number: input.number }))).toBe(
      output.hex,
    );
  });

  test("V116 order with builder, router and TWAP parameters", () => {
    const { input, output } = vectorById("V116");
    const order = indexerV1.IndexerOrder.decode(fromHex(output.hex));
    expect(order.builderCodeParams).toEqual(input.builder);
    expect(order.orderRouterAddress).toBe(input.orderRouterAddress);
    expect(order.twapParameters).toEqual(input.twap);
  });

  test("V138 block", () => {
    const { input, output } = vectorById("V138");
    const typeName = TYPES.IndexerTendermintBlock as string;
    const block = toProtoJson(typeName, codecs[typeName]?.decode(fromHex(output.hex)) ?? {});
    expect(block).toMatchObject({ height: 1000, time: input.time, tx_hashes: input.txHashes });
    expect(block.events).toMatchObject([
      { subtype: "order_fill", transaction_index: 0, event_index: 0, version: 1 },
      { subtype: "subaccount_update", transaction_index: 0, event_index: 1 },
      { subtype: "funding_values", block_event: "BLOCK_EVENT_END_BLOCK", event_index: 0 },
    ]);
  });
});

type JsonObject = { readonly [key: string]: JsonValue };

const RECORDED: Readonly<Record<string, string>> = {
  node_off_chain_update: TYPES.OffChainUpdate as string,
  socks_trade_message: `${TYPES.socks}TradeMessage`,
};

describe("recorded messages, built from their JSON (V151–V176)", () => {
  const vectors = vectorsOf("recorded").filter((v) => v.input.message !== undefined);

  test.each(vectors.filter((v) => v.name === "node_event_payload"))("$id payload", (vector) => {
    const { subtype, version, message } = vector.input;
    const codec = indexerEventCodec(subtype, version);
    const typeName = Object.keys(codecs).find((name) => codecs[name] === codec) ?? "";
    const built = codec?.encode(fromProtoJson(typeName, message)).finish();
    expect(toHex(built ?? new Uint8Array())).toBe(vector.output.dataBytesHex);
  });

  test.each(vectors.filter((v) => RECORDED[v.name] !== undefined))("$id $name", (vector) => {
    const typeName = RECORDED[vector.name] ?? "";
    const message = fromProtoJson(typeName, vector.input.message);
    const built = codecs[typeName]?.encode(message).finish() ?? new Uint8Array();
    expect(toHex(built)).toBe(vector.output.hex);
    if (vector.output.keyHex === undefined) return;
    const [update] = Object.values(vector.input.message) as Record<string, JsonObject>[];
    const id = update?.order?.order_id ?? update?.order_id ?? update?.removed_order_id ?? null;
    const orderId = fromProtoJson<indexerV1.IndexerOrderId>(TYPES.IndexerOrderId as string, id);
    expect(toHex(orderIdHash(orderId))).toBe(vector.output.keyHex);
  });

  test.each(["V151", "V152"])("%s block message", (id) => {
    const { input, output } = vectorById(id);
    const codec = codecs[TYPES.IndexerTendermintBlock as string];
    const block = codec?.decode(fromHex(output.hex)) as {
      height: number;
      time: { seconds: bigint; nanos: number };
      events: { subtype: string }[];
      txHashes: string[];
    };
    expect(toHex(codec?.encode(block).finish() ?? new Uint8Array())).toBe(output.hex);
    expect(block.height).toBe(input.height);
    expect(block.time).toEqual(timestampFromJson(input.blockTime));
    expect(block.txHashes).toEqual(input.txHashes ?? []);
    expect(block.events.map((event) => event.subtype)).toEqual(input.subtypes ?? []);
  });

  test("V156 and V157: the oneof follows field 3", () => {
    for (const id of ["V156", "V157"]) {
      const bytes = fromHex(vectorById(id).output.dataBytesHex);
      const event = indexerEvents.OrderFillEventV1.decode(bytes);
      expect(event.order === undefined).toBe(id === "V157");
      expect(toHex(indexerEvents.OrderFillEventV1.encode(event).finish())).toBe(toHex(bytes));
    }
  });

  test("the pseudo transaction hash is SHA-256 of nothing", () => {
    expect(toHex(sha256(new Uint8Array())).toUpperCase()).toMatch(/^E3B0C442/);
  });
});
