import { deflateSync } from "node:zlib";
import { abci, encodeSerializableInt, slinkyAbci } from "@perpetua/protocol";

/**
 * What a validator adds to its vote: prices that moved (app.md §1.13). Go's gob form of a big
 * integer is that of a SerializableInt.
 */
export function encodeVoteExtension(prices: ReadonlyMap<number, bigint>): Uint8Array {
  const entries = new Map<bigint, Uint8Array>();
  for (const [id, price] of prices) entries.set(BigInt(id), encodeSerializableInt(price));
  return new Uint8Array(
    deflateSync(slinkyAbci.OracleVoteExtension.encode({ prices: entries }).finish()),
  );
}

/**
 * The injected first transaction of every block from 2 on: the zlib-compressed commit of the block
 * before.
 */
export function encodeCommitInfo(
  validator: Uint8Array,
  power: bigint,
  voteExtension: Uint8Array,
): Uint8Array {
  const info = abci.ExtendedCommitInfo.fromPartial({
    round: 0,
    votes: [
      {
        validator: { address: validator, power },
        voteExtension,
        extensionSignature: new Uint8Array(),
        blockIdFlag: 2,
      },
    ],
  });
  return new Uint8Array(deflateSync(abci.ExtendedCommitInfo.encode(info).finish()));
}
