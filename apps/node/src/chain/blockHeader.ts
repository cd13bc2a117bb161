import { createHash } from "node:crypto";
import { abci, google, tendermintTypes } from "@perpetua/protocol";
import type { ValidatorIdentity } from "../consensus/validator.js";
import type { BlockRecord } from "./record.js";

const EMPTY_HASH = sha256(new Uint8Array());
/** CometBFT's block protocol version. */
const BLOCK_PROTOCOL = 11n;

export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

/**
 * RFC 6962 Merkle root as CometBFT computes it: leaf prefix 0, inner prefix 1, split at the largest
 * power of two.
 */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return EMPTY_HASH;
  if (leaves.length === 1) return sha256(concat([0], leaves[0] as Uint8Array));
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(concat([1], merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split))));
}

function concat(...parts: (Uint8Array | number[])[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts.map((p) => Buffer.from(p))));
}

/** Root over {code, data, gas_wanted, gas_used} of every result (app.md §1.13). */
export function resultsHash(record: BlockRecord): Uint8Array {
  return merkleRoot(
    record.results.map((r) =>
      abci.ExecTxResult.encode(
        abci.ExecTxResult.fromPartial({
          code: r.code,
          data: r.data,
          gasWanted: r.gasWanted,
          gasUsed: r.gasUsed,
        }),
      ).finish(),
    ),
  );
}

/** Consensus parameters of the chain, as far as their hash covers them. */
export const MAX_BLOCK_BYTES = 4_194_304;
const CONSENSUS_HASH = sha256(
  tendermintTypes.HashedParams.encode({
    blockMaxBytes: BigInt(MAX_BLOCK_BYTES),
    blockMaxGas: -1n,
  }).finish(),
);

/**
 * The CometBFT header of a block. `previous` is the block before (undefined at height 1); its own
 * hash is stored with it, so the chain of hashes
 * needs no recursion.
 */
export function headerOf(
  chainId: string,
  block: Pick<BlockRecord, "height" | "seconds" | "nanos" | "proposer" | "txs">,
  previous: BlockRecord | undefined,
  validator: ValidatorIdentity,
): tendermintTypes.Header {
  const validatorsHash = merkleRoot([
    tendermintTypes.SimpleValidator.encode({
      pubKey: { ed25519: new Uint8Array(Buffer.from(validator.publicKey, "base64")) },
      votingPower: validator.power,
    }).finish(),
  ]);
  return {
    version: { block: BLOCK_PROTOCOL, app: 0n },
    chainId,
    height: BigInt(block.height),
    time: { seconds: BigInt(block.seconds), nanos: block.nanos },
    lastBlockId: previous === undefined ? emptyBlockId() : blockIdOf(previous.hash),
    lastCommitHash: merkleRoot([]),
    dataHash: merkleRoot(block.txs.map(sha256)),
    validatorsHash,
    nextValidatorsHash: validatorsHash,
    consensusHash: CONSENSUS_HASH,
    appHash: previous?.stateHash ?? EMPTY_HASH,
    lastResultsHash: previous === undefined ? EMPTY_HASH : resultsHash(previous),
    evidenceHash: EMPTY_HASH,
    proposerAddress: block.proposer,
  };
}

/** A block's id; blocks travel in one part here, whose hash is derived from the block's. */
export function blockIdOf(hash: Uint8Array): tendermintTypes.BlockID {
  return { hash, partSetHeader: { total: 1, hash: merkleRoot([hash]) } };
}

function emptyBlockId(): tendermintTypes.BlockID {
  return { hash: new Uint8Array(), partSetHeader: { total: 0, hash: new Uint8Array() } };
}

/** google.protobuf.BytesValue and StringValue: field 1, absent when empty. */
function wrapBytes(value: Uint8Array): Uint8Array {
  return value.length === 0
    ? new Uint8Array()
    : concat([0x0a], varint(BigInt(value.length)), value);
}

/** google.protobuf.Int64Value for a non-negative value. */
function wrapInteger(value: bigint): Uint8Array {
  return value === 0n ? new Uint8Array() : concat([0x08], varint(value));
}

function varint(value: bigint): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return [...out, Number(rest)];
}

/** CometBFT's header hash: the Merkle root over its encoded fields. */
export function hashHeader(h: tendermintTypes.Header): Uint8Array {
  return merkleRoot([
    tendermintTypes.Consensus.encode(h.version ?? { block: 0n, app: 0n }).finish(),
    wrapBytes(Buffer.from(h.chainId)),
    wrapInteger(h.height),
    google.Timestamp.encode(h.time ?? { seconds: 0n, nanos: 0 }).finish(),
    tendermintTypes.BlockID.encode(h.lastBlockId ?? emptyBlockId()).finish(),
    wrapBytes(h.lastCommitHash),
    wrapBytes(h.dataHash),
    wrapBytes(h.validatorsHash),
    wrapBytes(h.nextValidatorsHash),
    wrapBytes(h.consensusHash),
    wrapBytes(h.appHash),
    wrapBytes(h.lastResultsHash),
    wrapBytes(h.evidenceHash),
    wrapBytes(h.proposerAddress),
  ]);
}
