import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { keyPairFromMnemonic } from "@perpetua/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { VerifyPool } from "../../../src/chain/verifyPool.js";

const run = promisify(execFile);
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

  it("finds its library wherever the process was started", async () => {
    const folder = mkdtempSync(join(tmpdir(), "perpetua-verify-"));
    const [one, other] = [job("one"), job("other")].map((j) =>
      Object.fromEntries(Object.entries(j).map(([name, bytes]) => [name, [...bytes]])),
    );
    const pool = new URL("../../../src/chain/verifyPool.ts", import.meta.url).href;
    const program = `
      import { VerifyPool } from ${JSON.stringify(pool)};
      const pool = new VerifyPool(1);
      const bytes = (j) => Object.fromEntries(Object.entries(j).map(([n, b]) => [n, new Uint8Array(b)]));
      const jobs = ${JSON.stringify([one, other])}.map(bytes);
      await Promise.all(jobs.map((job) => pool.preverify([job])));
      console.log(pool.remembered);
      await pool.close();`;
    const file = join(folder, "program.mts");
    writeFileSync(file, program);
    const { NODE_OPTIONS: _options, VITEST: _vitest, ...env } = process.env;
    const args = ["--conditions=source", "--import", import.meta.resolve("tsx"), file];
    const { stdout, stderr } = await run(process.execPath, args, { cwd: folder, env });
    rmSync(folder, { recursive: true });
    expect({ stdout, stderr }).toEqual({ stdout: "2\n", stderr: "" });
  }, 60_000);

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
