import { describe, expect, test } from "vitest";
import {
  adr36SignBytes,
  buildTxBody,
  decodeTx,
  generateMnemonic,
  isValidMnemonic,
  keyPairFromMnemonic,
  signAdr36,
  signBytes,
  sortedJsonBytes,
  verifyAdr36,
  verifySignature,
} from "../../../src/index.js";
import { checkAdr027 } from "../../../src/tx/adr027.js";

const bytes = (...values: number[]) => Uint8Array.from(values);
const text = (value: Uint8Array) => new TextDecoder().decode(value);
const key = keyPairFromMnemonic(`${"test ".repeat(11)}junk`);

describe("ADR-027", () => {
  test.each([
    ["no bytes", bytes(), undefined],
    ["ascending fields", bytes(0x0a, 0x00, 0x12, 0x00, 0x1a, 0x00, 0x1a, 0x00), undefined],
    ["a varint field", bytes(0x08, 0x01), "expected 2 wire type, got 0"],
    [
      "descending fields",
      bytes(0x12, 0x00, 0x0a, 0x00),
      "txRaw must follow ADR-027, got tagNum 1 after tagNum 2",
    ],
    [
      "a long length prefix",
      bytes(0x0a, 0x81, 0x00, 0x41),
      "length prefix varint for tagNum 1 is not as short as possible, read 2, only need 1",
    ],
    ["a truncated field", bytes(0x0a, 0x05, 0x01), "invalid length; unexpected EOF"],
    ["field number 0", bytes(0x02, 0x00), "invalid length; proto: invalid field number"],
  ])("%s", (_name, input, expected) => {
    expect(checkAdr027(input)).toBe(expected);
  });
});

describe("decodeTx", () => {
  test("zero bytes are an empty transaction, not a parse error", () => {
    const decoded = decodeTx(bytes());
    expect(decoded.ok && decoded.tx.body.messages).toEqual([]);
  });

  test("malformed bodies are refused with a text", () => {
    expect(decodeTx(bytes(0x0a, 0x02, 0x0a, 0x05))).toMatchObject({ ok: false });
  });
});

describe("signatures", () => {
  const message = new TextEncoder().encode("message");
  const signature = signBytes(message, key.privateKey);

  test("a valid one verifies; any change breaks it", () => {
    expect(verifySignature(signature, message, key.publicKey)).toBe(true);
    for (const index of [0, 31, 32, 63]) {
      const broken = signature.slice();
      broken[index] = (broken[index] as number) ^ 1;
      expect(verifySignature(broken, message, key.publicKey)).toBe(false);
    }
  });

  test("high s is refused although it is mathematically valid", () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString("hex")}`);
    const high = Buffer.from((order - s).toString(16).padStart(64, "0"), "hex");
    const malleable = bytes(...signature.subarray(0, 32), ...high);
    expect(verifySignature(malleable, message, key.publicKey)).toBe(false);
  });

  test("wrong lengths and keys off the curve verify nothing", () => {
    expect(verifySignature(signature.subarray(1), message, key.publicKey)).toBe(false);
    expect(verifySignature(signature, message, key.publicKey.subarray(1))).toBe(false);
    expect(verifySignature(signature, message, new Uint8Array(33).fill(2, 0, 1))).toBe(false);
  });

  test("a node's native verifier can be injected", () => {
    const calls: number[] = [];
    const verifier = {
      verify: (_signature: Uint8Array, digest: Uint8Array) => {
        calls.push(digest.length);
        return true;
      },
    };
    expect(verifySignature(signature, message, key.publicKey, verifier)).toBe(true);
    expect(calls).toEqual([32]);
  });
});

describe("ADR-36", () => {
  test("document as Keplr writes it", () => {
    expect(text(adr36SignBytes("dydx1abc", "hi"))).toBe(
      '{"account_number":"0","chain_id":"","fee":{"amount":[],"gas":"0"},"memo":"",' +
        '"msgs":[{"type":"sign/MsgSignData","value":{"data":"aGk=","signer":"dydx1abc"}}],' +
        '"sequence":"0"}',
    );
  });

  test("sign and verify, bound to the signer's address", () => {
    const signature = signAdr36(key.address, "hello", key.privateKey);
    expect(verifyAdr36(key.address, "hello", key.publicKey, signature)).toBe(true);
    expect(verifyAdr36(key.address, "other", key.publicKey, signature)).toBe(false);
    const other = keyPairFromMnemonic(`${"test ".repeat(11)}junk`, 1);
    expect(verifyAdr36(other.address, "hello", key.publicKey, signature)).toBe(false);
  });

  test("amino JSON sorts keys and escapes like Go", () => {
    expect(text(sortedJsonBytes({ b: "<&>", a: [{ d: 1, c: null }] }))).toBe(
      '{"a":[{"c":null,"d":1}],"b":"\\u003c\\u0026\\u003e"}',
    );
  });
});

describe("mnemonics", () => {
  test("generated ones are valid and 24 or 12 words long", () => {
    expect(generateMnemonic().split(" ")).toHaveLength(24);
    expect(isValidMnemonic(generateMnemonic(128))).toBe(true);
    expect(isValidMnemonic(`${"abandon ".repeat(11)}abandon`)).toBe(false);
    expect(() => keyPairFromMnemonic("not a mnemonic")).toThrow(RangeError);
  });

  test("a body without authenticators has no extension", () => {
    expect(buildTxBody({ messages: [] })).toHaveLength(0);
  });
});
