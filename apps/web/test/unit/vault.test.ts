import { describe, expect, it } from "vitest";
import { deriveKey, open, seal, WrongPasswordError } from "../../src/lib/wallet/vault";

const PHRASE = "merge panther lobster crazy road hollow amused security before critic about cliff";
const ADDRESS = "dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4";
const ITERATIONS = 1000;

describe("the sealed wallet", () => {
  it("opens with its password and nothing else", async () => {
    const { sealed, key } = await seal(PHRASE, ADDRESS, "correct horse", ITERATIONS);
    expect(await open(sealed, key)).toBe(PHRASE);
    const again = await deriveKey("correct horse", sealed.salt, sealed.iterations);
    expect(await open(sealed, again)).toBe(PHRASE);
    const wrong = await deriveKey("correct house", sealed.salt, sealed.iterations);
    await expect(open(sealed, wrong)).rejects.toBeInstanceOf(WrongPasswordError);
  });

  it("stores neither phrase nor an exportable key", async () => {
    const { sealed, key } = await seal(PHRASE, ADDRESS, "correct horse", ITERATIONS);
    const stored = Buffer.concat([Buffer.from(sealed.ciphertext), sealed.salt, sealed.iv]);
    expect(stored.includes("merge")).toBe(false);
    await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
  });

  it("refuses a swapped address and a flipped bit", async () => {
    const { sealed, key } = await seal(PHRASE, ADDRESS, "correct horse", ITERATIONS);
    await expect(open({ ...sealed, address: "dydx1other" }, key)).rejects.toThrow();
    const flipped = new Uint8Array(sealed.ciphertext.slice(0));
    flipped[0] = (flipped[0] ?? 0) ^ 1;
    await expect(open({ ...sealed, ciphertext: flipped.buffer }, key)).rejects.toThrow();
  });

  it("never makes the same ciphertext twice", async () => {
    const one = await seal(PHRASE, ADDRESS, "same password", ITERATIONS);
    const two = await seal(PHRASE, ADDRESS, "same password", ITERATIONS);
    expect(Buffer.from(one.sealed.ciphertext).equals(Buffer.from(two.sealed.ciphertext))).toBe(
      false,
    );
  });
});
