import { describe, expect, it } from "vitest";
import { useTimestampNonce } from "../../../src/accountplus/index.js";
import { createKernel, type EngineKernel } from "../../../src/app/kernel.js";

const ME = "dydx1me";
const NOW = 1_700_000_000_000n;

/** A block at 1,700,000,000,000 ms. */
function world(): EngineKernel {
  const k = createKernel({});
  k.header = { ...k.header, height: 5, seconds: Number(NOW / 1_000n), nanos: 0 };
  return k;
}

const nonces = (k: EngineKernel) => k.accountplus.nonces.get(ME)?.timestampNonceDetails;
const use = (k: EngineKernel, nonce: bigint) => useTimestampNonce(k, ME, nonce)?.code;

describe("app §15 timestamp nonces", () => {
  it.each([
    ["app §15 N1: before the window", 1_699_999_969_999n, 32],
    ["app §15 N1: its first millisecond", 1_699_999_970_000n, undefined],
    ["app §15 N1: its last millisecond", 1_700_000_030_000n, undefined],
    ["app §15 N1: after the window", 1_700_000_030_001n, 32],
  ])("%s", (_name, nonce, code) => {
    expect(use(world(), nonce)).toBe(code);
  });

  it("app §15 N1: the first use, and the same again", () => {
    const k = world();
    expect(use(k, 1_699_999_999_999n)).toBeUndefined();
    const stored = {
      timestampNonces: [1_699_999_999_999n],
      maxEjectedNonce: 1_099_511_627_776n,
    };
    expect(nonces(k)).toEqual(stored);
    expect(use(k, 1_699_999_999_999n)).toBe(32);
    expect(nonces(k)).toEqual(stored);
  });

  it("app §15 N1: the twenty-first ejects the smallest for good", () => {
    const k = world();
    for (let i = 1n; i <= 20n; i++) expect(use(k, 1_699_999_980_000n + i)).toBeUndefined();
    expect(use(k, 1_700_000_000_500n)).toBeUndefined();
    expect(nonces(k)?.maxEjectedNonce).toBe(1_699_999_980_001n);
    expect(nonces(k)?.timestampNonces[0]).toBe(1_700_000_000_500n);
    expect(nonces(k)?.timestampNonces).toHaveLength(20);
    expect(use(k, 1_699_999_980_000n)).toBe(32);
  });
});
