import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  abci,
  addressOfPublicKey,
  type clob,
  codecs,
  cosmosSecp256k1,
  cosmosTx,
  type DecodedTx,
  decodeAny,
  decodeTx,
  directSignBytes,
  encodeAny,
  type google,
  LOCAL_CHAIN_ID,
  slinkyAbci,
  txHash,
  verifySignature,
} from "../../src/index.js";
import {
  type BlockLine,
  fromBase64,
  type LcdFile,
  RECORDINGS,
  readJson,
  readLines,
  type StepLine,
  sameBytes,
} from "../recordings/load.js";

type Any = google.Any;

/** Re-encodes an Any and everything it carries; returns the type URLs that changed. */
function changedTypes(any: Any, seen: Set<string>): string[] {
  const decoded = decodeAny(any);
  if (decoded === undefined) return [`unknown ${any.typeUrl}`];
  seen.add(any.typeUrl);
  const again = encodeAny(decoded.typeUrl, decoded.value);
  const own = sameBytes(again.value, any.value) ? [] : [any.typeUrl];
  return [...own, ...carried(decoded.value).flatMap((inner) => changedTypes(inner, seen))];
}

/** Messages that gov proposals, authz and delayed messages hold. */
function carried(value: object): Any[] {
  const holder = value as {
    messages?: Any[];
    msgs?: Any[];
    msg?: Any | string;
    grant?: { authorization: Any };
  };
  const single = typeof holder.msg === "object" ? [holder.msg] : [];
  const grant = holder.grant === undefined ? [] : [holder.grant.authorization];
  return [...(holder.messages ?? []), ...(holder.msgs ?? []), ...single, ...grant];
}

function reencodesTx(bytes: Uint8Array, { raw, body, authInfo }: DecodedTx): boolean {
  return (
    sameBytes(cosmosTx.TxRaw.encode(raw).finish(), bytes) &&
    sameBytes(cosmosTx.TxBody.encode(body).finish(), raw.bodyBytes) &&
    sameBytes(cosmosTx.AuthInfo.encode(authInfo).finish(), raw.authInfoBytes)
  );
}

/** Everything inside a transaction, and the short-term orders inside proposed operations. */
function checkTx(bytes: Uint8Array, label: string, seen: Set<string>): void {
  const decoded = decodeTx(bytes);
  if (!decoded.ok) throw new Error(`${label}: ${decoded.log}`);
  const { body, authInfo } = decoded.tx;
  expect(reencodesTx(bytes, decoded.tx), label).toBe(true);
  const keys = authInfo.signerInfos.flatMap((info) => info.publicKey ?? []);
  const carriers = [
    ...body.messages,
    ...body.extensionOptions,
    ...body.nonCriticalExtensionOptions,
    ...keys,
  ];
  expect(
    carriers.flatMap((any) => changedTypes(any, seen)),
    label,
  ).toEqual([]);
  for (const any of body.messages) {
    if (any.typeUrl !== "/dydxprotocol.clob.MsgProposedOperations") continue;
    const operations = decodeAny(any)?.value as clob.MsgProposedOperations;
    for (const { shortTermOrderPlacement } of operations.operationsQueue) {
      if (shortTermOrderPlacement !== undefined) checkTx(shortTermOrderPlacement, label, seen);
    }
  }
}

function checkCommitInfo(bytes: Uint8Array, label: string): void {
  expect(decodeTx(bytes).ok, label).toBe(false);
  const plain = new Uint8Array(inflateSync(bytes));
  const commit = abci.ExtendedCommitInfo.decode(plain);
  expect(sameBytes(abci.ExtendedCommitInfo.encode(commit).finish(), plain), label).toBe(true);
  for (const { voteExtension } of commit.votes) {
    if (voteExtension.length === 0) continue;
    const inner = new Uint8Array(inflateSync(voteExtension));
    const extension = slinkyAbci.OracleVoteExtension.decode(inner);
    const again = slinkyAbci.OracleVoteExtension.encode(extension).finish();
    expect(sameBytes(again, inner), label).toBe(true);
  }
}

describe("every recorded transaction decodes and re-encodes to the same bytes", () => {
  test.each(RECORDINGS)("blocks of %s", (recording) => {
    const seen = new Set<string>();
    for (const block of readLines<BlockLine>(recording, "blocks.jsonl.gz")) {
      block.txs.forEach((tx, index) => {
        const bytes = fromBase64(tx);
        const label = `${recording} height ${block.height} tx ${index}`;
        if (index === 0 && block.height > 1) checkCommitInfo(bytes, label);
        else checkTx(bytes, label, seen);
      });
    }
    expect(seen.size).toBeGreaterThan(8);
  });

  test.each(RECORDINGS)("hashes and parse errors of the steps of %s", (recording) => {
    for (const { step, tx, result } of readLines<StepLine>(recording, "steps.jsonl.gz")) {
      if (tx === undefined || result === undefined) continue;
      const bytes = fromBase64(tx);
      if (result.hash) expect(txHash(bytes), `step ${step}`).toBe(result.hash);
      const decoded = decodeTx(bytes);
      const parseError = result.codespace === "sdk" && result.code === 2;
      expect(decoded.ok, `step ${step}`).toBe(!parseError);
      if (!decoded.ok) expect(`${decoded.log}: tx parse error`, `step ${step}`).toBe(result.log);
    }
  });
});

describe("signatures of delivered transactions", () => {
  test.each(["main", "edge"] as const)("%s", (recording) => {
    const accounts = accountNumbers(readJson<LcdFile>(recording, "lcd.json.gz"));
    let verified = 0;
    for (const block of readLines<BlockLine>(recording, "blocks.jsonl.gz")) {
      for (const tx of block.txs) {
        const decoded = decodeTx(fromBase64(tx));
        if (!decoded.ok || decoded.tx.raw.signatures.length === 0) continue;
        const extended = decoded.tx.body.nonCriticalExtensionOptions.some(
          (o) => o.value.length > 2,
        );
        if (extended) continue; // Trading keys sign with their owner's account number.
        expect(verifies(decoded.tx, accounts), `height ${block.height}`).toBe(true);
        verified += 1;
      }
    }
    expect(verified).toBeGreaterThan(40);
  });
});

function accountNumbers({ queries }: LcdFile): Map<string, bigint> {
  const numbers = new Map<string, bigint>();
  for (const [path, answer] of Object.entries(queries)) {
    const match = /^\/cosmos\/auth\/v1beta1\/accounts\/(dydx1\w+)$/.exec(path);
    if (match === null || answer.status !== 200) continue;
    const { account } = answer.body as { account: { account_number: string } };
    numbers.set(match[1] ?? "", BigInt(account.account_number));
  }
  return numbers;
}

function verifies(tx: DecodedTx, accounts: ReadonlyMap<string, bigint>): boolean {
  const any = tx.authInfo.signerInfos[0]?.publicKey;
  const { key } = cosmosSecp256k1.PubKey.decode(any?.value ?? new Uint8Array());
  const accountNumber = accounts.get(addressOfPublicKey(key));
  const [signature] = tx.raw.signatures;
  if (accountNumber === undefined || signature === undefined) return false;
  const { bodyBytes, authInfoBytes } = tx.raw;
  const doc = directSignBytes({
    bodyBytes,
    authInfoBytes,
    chainId: LOCAL_CHAIN_ID,
    accountNumber,
  });
  return verifySignature(signature, doc, key);
}

test("the registry knows every message by its name", () => {
  expect(Object.keys(codecs).length).toBeGreaterThan(800);
});
