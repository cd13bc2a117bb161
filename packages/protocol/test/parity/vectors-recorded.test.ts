import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  abci,
  buildInjectedTx,
  cosmosBase,
  decodeSerializableInt,
  decodeTx,
  encodeAny,
  lookupCodec,
  prices,
  slinkyAbci,
  txHash,
} from "../../src/index.js";
import { fromHex, toHex, vectorById, vectorsOf } from "../vectors/load.js";

const BY_MODULE: Readonly<Record<string, string>> = {
  MsgProposedOperations: "/dydxprotocol.clob.MsgProposedOperations",
  MsgAcknowledgeBridges: "/dydxprotocol.bridge.MsgAcknowledgeBridges",
  MsgAddPremiumVotes: "/dydxprotocol.perpetuals.MsgAddPremiumVotes",
  MsgUpdateMarketPrices: "/dydxprotocol.prices.MsgUpdateMarketPrices",
};

describe("injected transactions (V158, V177–V179)", () => {
  test("every recorded vector has a test here or in vectors-indexer", () => {
    const names = new Set(vectorsOf("recorded").map((vector) => vector.name));
    expect([...names].sort()).toEqual([
      "extended_commit_tx",
      "injected_tx",
      "injected_tx_empty",
      "node_event_payload",
      "node_off_chain_update",
      "socks_trade_message",
      "to_ender_block",
      "to_ender_block_empty",
      "tx_result_data",
    ]);
  });

  test("V158 commit info in two layers of zlib", () => {
    const { input, output } = vectorById("V158");
    const inflated = new Uint8Array(inflateSync(fromHex(output.txHex)));
    expect(toHex(inflated)).toBe(output.commitInfoHex);
    const commit = abci.ExtendedCommitInfo.decode(inflated);
    expect(toHex(abci.ExtendedCommitInfo.encode(commit).finish())).toBe(output.commitInfoHex);
    const [vote] = commit.votes;
    expect(toHex(vote?.voteExtension ?? new Uint8Array())).toBe(output.voteExtensionHex);
    const plain = new Uint8Array(inflateSync(vote?.voteExtension ?? new Uint8Array()));
    expect(toHex(plain)).toBe(output.voteExtensionInflatedHex);
    const extension = slinkyAbci.OracleVoteExtension.decode(plain);
    const found = [...extension.prices].map(
      ([id, bytes]) => [String(id), String(decodeSerializableInt(bytes))] as const,
    );
    expect(Object.fromEntries(found)).toEqual(input.prices);
    expect(toHex(slinkyAbci.OracleVoteExtension.encode(extension).finish())).toBe(toHex(plain));
    expect(decodeTx(fromHex(output.txHex)).ok).toBe(false);
  });

  test("V177 price update", () => {
    const { input, output } = vectorById("V177");
    const message = prices.MsgUpdateMarketPrices.fromPartial({
      marketPriceUpdates: input.updates.map((update: { marketId: number; price: string }) => ({
        marketId: update.marketId,
        price: BigInt(update.price),
      })),
    });
    const any = encodeAny("/dydxprotocol.prices.MsgUpdateMarketPrices", message);
    expect(toHex(buildInjectedTx(any))).toBe(output.txHex);
  });

  test("V178 empty ones", () => {
    const { input, output } = vectorById("V178");
    input.order.forEach((name: string, index: number) => {
      const typeUrl = BY_MODULE[name] ?? "";
      const empty = lookupCodec(typeUrl)?.decode(new Uint8Array()) ?? {};
      const tx = buildInjectedTx(encodeAny(typeUrl, empty));
      expect(toHex(tx)).toBe(output.txHex[index]);
      expect([output.txHash].flat()).toContain(txHash(tx));
    });
  });

  test("V179 data of a transaction's result", () => {
    const { output } = vectorById("V179");
    const data = cosmosBase.TxMsgData.encode({
      data: [],
      msgResponses: [
        {
          typeUrl: "/dydxprotocol.sending.MsgDepositToSubaccountResponse",
          value: new Uint8Array(),
        },
      ],
    }).finish();
    expect(toHex(data)).toBe(output.dataHex);
  });
});
