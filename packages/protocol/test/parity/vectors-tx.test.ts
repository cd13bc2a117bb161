import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, test } from "vitest";
import {
  buildTxBody,
  type cosmosBase,
  cosmosSecp256k1,
  cosmosTx,
  decodeTx,
  directSignBytes,
  keyPairFromMnemonic,
  lookupCodec,
  signTx,
  txHash,
  verifySignature,
} from "../../src/index.js";
import { allVectors, fromHex, toHex, type Vector, vectorById, vectorsOf } from "../vectors/load.js";
import { buildMessage, typeUrlOf } from "../vectors/messages.js";

/** Clients wrote these in a way that our codecs do not, and we only have to read it. */
const READ_ONLY: Readonly<Record<string, string>> = {
  V051: "zero as the serializable integer 02 00",
  V057: "market 0 as explicit 20 00",
  V063: "empty packed list as 0a 00 (written by buildTxBody)",
};

const KEY_A = keyPairFromMnemonic(`${"abandon ".repeat(11)}about`);
const KEY_B = keyPairFromMnemonic(`${"abandon ".repeat(23)}art`);

function messageVector(name: string): Vector {
  const found = allVectors.find((v) => v.group === "message" && v.name === name);
  if (found === undefined) throw new Error(`no message ${name}`);
  return found;
}

const anyOf = (vector: Vector) => ({
  typeUrl: typeUrlOf(vector),
  value: fromHex(vector.output.valueHex),
});

describe("messages (V035–V064)", () => {
  test.each(vectorsOf("message"))("$id $name", (vector) => {
    const codec = lookupCodec(typeUrlOf(vector));
    const bytes = fromHex(vector.output.valueHex);
    const built = toHex(buildMessage(vector));
    const again = toHex(codec?.encode(codec.decode(bytes)).finish() ?? new Uint8Array());
    if (READ_ONLY[vector.id] === undefined) {
      expect(built).toBe(vector.output.valueHex);
      expect(again).toBe(built);
    } else {
      expect(codec?.decode(bytes)).toBeDefined();
      expect(built).not.toBe(vector.output.valueHex);
    }
  });

  test("V063 is written as clients do inside a body", () => {
    const body = cosmosTx.TxBody.decode(buildTxBody({ messages: [], authenticators: [] }));
    const [extension] = body.nonCriticalExtensionOptions;
    expect(toHex(extension?.value ?? new Uint8Array())).toBe(vectorById("V063").output.valueHex);
  });
});

describe("signed transactions (V065–V075)", () => {
  test.each(vectorsOf("signed_tx"))("$id $name", ({ input, output }) => {
    const key = [KEY_A, KEY_B].find((candidate) => candidate.address === input.signer);
    if (key === undefined) throw new Error(`unknown signer ${input.signer}`);
    const signed = signTx({
      messages: input.messages.map((name: string) => anyOf(messageVector(name))),
      memo: input.memo,
      ...(input.authenticators === undefined
        ? {}
        : { authenticators: input.authenticators.map(BigInt) }),
      key,
      chainId: input.chainId,
      accountNumber: BigInt(input.accountNumber),
      sequence: BigInt(input.sequence),
      feeAmount: input.fee.amount as readonly cosmosBase.Coin[],
      gasLimit: BigInt(input.fee.gas),
    });
    expect(toHex(signed.bodyBytes)).toBe(output.bodyBytesHex);
    expect(toHex(signed.authInfoBytes)).toBe(output.authInfoBytesHex);
    const doc = directSignBytes({
      ...signed,
      chainId: input.chainId,
      accountNumber: BigInt(input.accountNumber),
    });
    if (output.signDocHex !== undefined) expect(toHex(doc)).toBe(output.signDocHex);
    expect(toHex(sha256(doc))).toBe(output.signDocSha256);
    expect(toHex(signed.signature)).toBe(output.signatureHex);
    expect(toHex(signed.txBytes)).toBe(output.txRawHex);
    expect(signed.hash).toBe(output.txHash);
    expect(txHash(fromHex(output.txRawHex))).toBe(output.txHash);
    expect(verifySignature(signed.signature, doc, key.publicKey)).toBe(true);
    expect(verifyReceived(fromHex(output.txRawHex), input)).toBe(true);
  });
});

/** The node's way: everything it needs comes out of the received bytes. */
function verifyReceived(
  txBytes: Uint8Array,
  input: { chainId: string; accountNumber: number },
): boolean {
  const decoded = decodeTx(txBytes);
  if (!decoded.ok) return false;
  const { raw, authInfo } = decoded.tx;
  const any = authInfo.signerInfos[0]?.publicKey;
  const [signature] = raw.signatures;
  if (any === undefined || signature === undefined) return false;
  const doc = directSignBytes({
    bodyBytes: raw.bodyBytes,
    authInfoBytes: raw.authInfoBytes,
    chainId: input.chainId,
    accountNumber: BigInt(input.accountNumber),
  });
  return verifySignature(signature, doc, cosmosSecp256k1.PubKey.decode(any.value).key);
}
