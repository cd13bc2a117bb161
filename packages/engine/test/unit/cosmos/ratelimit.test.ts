import { encodeSerializableInt, type ratelimit } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { GOV_ADDRESS } from "../../../src/auth/index.js";
import { supplyOf, USDC_DENOM } from "../../../src/bank/index.js";
import { baseline, deposit, recovered, withdraw } from "../../../src/ratelimit/index.js";
import { ALICE, CosmosWorld } from "./world.js";

const HOUR_MS = 3_600_000n;
const DAY_MS = 86_400_000n;

const limiter = (seconds: bigint, minimum: bigint, ppm: number): ratelimit.Limiter => ({
  period: { seconds, nanos: 0 },
  baselineMinimum: encodeSerializableInt(minimum),
  baselineTvlPpm: ppm,
});

describe("app §15 rate limits", () => {
  const hour = limiter(3600n, 10n ** 12n, 10_000);
  const day = limiter(86_400n, 10n ** 13n, 100_000);

  it("app §15 R1: baseline", () => {
    expect(baseline(hour, 5n * 10n ** 13n)).toBe(10n ** 12n);
    expect(baseline(hour, 25n * 10n ** 13n)).toBe(25n * 10n ** 11n);
    expect(baseline(day, 25n * 10n ** 13n)).toBe(25n * 10n ** 12n);
  });
  it("app §15 R2: recovery", () =>
    expect(recovered(9n * 10n ** 11n, 10n ** 12n, 1500n, HOUR_MS)).toBe(900_416_666_666n));
  it("a period below a millisecond, which governance may set, recovers at once", () =>
    expect(recovered(1n, 10n ** 12n, 1500n, 0n)).toBe(10n ** 12n));
  it("app §15 R3: near the baseline", () =>
    expect(recovered(10n ** 12n - 10n ** 8n, 10n ** 12n, 1500n, HOUR_MS)).toBe(10n ** 12n));
  it("app §15 R4: slightly above", () =>
    expect(recovered(15n * 10n ** 11n, 10n ** 12n, 6000n, HOUR_MS)).toBe(1_498_333_333_334n));
  it("app §15 R5: far above", () =>
    expect(recovered(4n * 10n ** 12n, 10n ** 12n, 6000n, HOUR_MS)).toBe(3_995_000_000_000n));
  it("app §15 R6: day", () =>
    expect(recovered(99n * 10n ** 11n, 10n ** 13n, 1500n, DAY_MS)).toBe(9_900_173_611_111n));

  it("app §15 R7: the first limiter that is short refuses, and nothing changes", () => {
    const w = new CosmosWorld();
    const capacities = [9n * 10n ** 11n, 99n * 10n ** 11n];
    w.k.ratelimit.capacities.set(USDC_DENOM, capacities);
    expect(withdraw(w.k, USDC_DENOM, 950_000_000_000n)).toMatchObject({
      code: 1002,
      codespace: "ratelimit",
    });
    expect(w.k.ratelimit.capacities.get(USDC_DENOM)).toEqual(capacities);
    expect(withdraw(w.k, USDC_DENOM, 9n * 10n ** 11n)).toBeUndefined();
    expect(w.k.ratelimit.capacities.get(USDC_DENOM)).toEqual([0n, 9n * 10n ** 12n]);
    deposit(w.k, USDC_DENOM, 5n);
    expect(w.k.ratelimit.capacities.get(USDC_DENOM)).toEqual([5n, 9n * 10n ** 12n + 5n]);
  });
});

describe("MsgSetLimitParams", () => {
  const set = (w: CosmosWorld, limiters: ratelimit.Limiter[], authority = GOV_ADDRESS) =>
    w.run("/dydxprotocol.ratelimit.MsgSetLimitParams", {
      authority,
      limitParams: { denom: USDC_DENOM, limiters },
    });

  it("checks authority, period, minimum and share", () => {
    const w = new CosmosWorld();
    const good = limiter(60n, 1n, 1);
    expect(set(w, [good], ALICE)).toMatchObject({ code: 13, codespace: "gov" });
    expect(set(w, [limiter(0n, 1n, 1)]).code).toBe(1004);
    expect(set(w, [limiter(60n, 0n, 1)]).code).toBe(1005);
    expect(set(w, [limiter(60n, 1n, 0)]).code).toBe(1006);
    expect(set(w, [limiter(60n, 1n, 1_000_000)]).code).toBe(1006);
    expect(set(w, [good]).code).toBe(0);
  });

  it("starts full, moves with the supply in EndBlock, and an empty list removes it", () => {
    const w = new CosmosWorld();
    set(w, [limiter(3600n, 1n, 10_000)]);
    const full = supplyOf(w.k, USDC_DENOM) / 100n;
    expect(w.k.ratelimit.capacities.get(USDC_DENOM)).toEqual([full]);
    withdraw(w.k, USDC_DENOM, full);
    w.block(36);
    w.block(0);
    const [after = 0n] = w.k.ratelimit.capacities.get(USDC_DENOM) ?? [];
    expect(after > 0n && after < full / 50n).toBe(true);
    set(w, []);
    expect(w.k.ratelimit.capacities.has(USDC_DENOM)).toBe(false);
    expect(w.k.ratelimit.limits.has(USDC_DENOM)).toBe(false);
  });
});
