import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { keyPairFromMnemonic } from "@perpetua/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { VerifyPool } from "../../../src/chain/verifyPool.js";

const secp256k1 = createRequire(import.meta.url)("secp256k1") as {
  ecdsaSign(digest: Uint8Array, key: Uint8Array): { signature: Uint8Array };
};
const key = keyPairFromMnemonic("zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong");

function job(text: string) {
  const digest = new Uint8Array(createHash("sha256").update(text).digest());
  const { signature } = secp256k1.ecdsaSign(digest, key.privateKey);
  return { signature, digest, publicKey: key.publicKey };
}

describe("VerifyPool", () => {
  let pool: VerifyPool | undefined;

  afterEach(() => pool?.close());

  it.each([0, 1, 2])("says the same with %i workers", async (workers) => {
    pool = new VerifyPool(workers);
    const good = job("good");
    const bad = { ...job("bad"), digest: good.digest };
    await Promise.all([pool.preverify([good]), pool.preverify([bad])]);
    expect(pool.verify(good.signature, good.digest, good.publicKey)).toBe(true);
    expect(pool.verify(bad.signature, bad.digest, bad.publicKey)).toBe(false);
  });

  it("treats malformed keys and signatures as invalid and goes on", async () => {
    pool = new VerifyPool(1);
    const good = job("good");
    const malformed = [
      { ...good, publicKey: new Uint8Array(33) },
      { ...good, publicKey: new Uint8Array(5) },
      { ...good, signature: new Uint8Array(3) },
    ];
    await Promise.all(malformed.map((one) => pool?.preverify([one])));
    for (const { signature, digest, publicKey } of malformed)
      expect(pool.verify(signature, digest, publicKey)).toBe(false);
    await pool.preverify([good]);
    expect(pool.verify(good.signature, good.digest, good.publicKey)).toBe(true);
  });

  it("verifies on when workers die with every batch", async () => {
    pool = new VerifyPool(1, {
      workerSource: `require("node:worker_threads").parentPort.on("message", () => process.exit(9))`,
    });
    for (const text of ["one", "two"]) {
      const good = job(text);
      await Promise.all([pool.preverify([good]), pool.preverify([good])]);
      expect(pool.verify(good.signature, good.digest, good.publicKey)).toBe(true);
    }
  });
});
