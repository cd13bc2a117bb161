import { indexerEvents, indexerManager } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { buildBlockMessage } from "../../../src/app/blockMessage.js";
import { EMPTY_TX_HASH } from "../../../src/app/emptyTxHash.js";
import { createKernel } from "../../../src/app/kernel.js";
import { BlockEventPhase, Mode } from "../../../src/state/index.js";

describe("app §15 block message", () => {
  it("app §15 I1: event order and indexes", () => {
    const k = createKernel({});
    k.mode = Mode.Deliver;
    const codec = indexerEvents.AssetCreateEventV1;
    const message = codec.fromPartial({});
    const add = (name: string) => k.indexer.addTransactionEvent(name, 1, codec, message);
    k.txHash = EMPTY_TX_HASH;
    add("X");
    k.txHash = "HASH A";
    k.txHash = "HASH B";
    add("B0");
    add("B1");
    k.txHash = EMPTY_TX_HASH;
    add("Y");
    k.indexer.addBlockEvent("Z", 1, codec, message, BlockEventPhase.EndBlock);
    const bytes = buildBlockMessage(k.header, k.indexer.all());
    const { events, txHashes } = indexerManager.IndexerTendermintBlock.decode(bytes);
    expect(txHashes).toEqual([
      "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
      "HASH B",
    ]);
    const places = events.map((e) => [e.subtype, e.transactionIndex, e.blockEvent, e.eventIndex]);
    expect(places).toEqual([
      ["X", 0, undefined, 0],
      ["Y", 0, undefined, 1],
      ["B0", 1, undefined, 0],
      ["B1", 1, undefined, 1],
      ["Z", undefined, BlockEventPhase.EndBlock, 0],
    ]);
  });
});
