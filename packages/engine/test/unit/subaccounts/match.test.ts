import { decodeSerializableInt, indexerEvents } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { balanceOf, sendCoins, USDC_DENOM } from "../../../src/bank/index.js";
import { longDelta, mustPerpetual } from "../../../src/perpetuals/index.js";
import { isRejection } from "../../../src/state/index.js";
import {
  CROSS_POOL,
  canUpdateSubaccounts,
  checkInvariants,
  collateralPoolOf,
  getSubaccount,
  insuranceFundOf,
  isolatedPool,
  positionSize,
  settleFunding,
  transferFunds,
  UpdateResult,
  UpdateType,
  updateForMatch,
  usdcBalance,
  usdcUpdate,
} from "../../../src/subaccounts/index.js";
import {
  account,
  BOME,
  BTC,
  createWorld,
  EIGEN,
  fund,
  LINK,
  type RiskKernel,
  setFundingIndex,
} from "./world.js";

const [A, B, C] = [account("a"), account("b"), account("c")];

/** Settles a fill like the clob: buyer pays, fees leave the traded market's pool. */
function match(
  k: RiskKernel,
  [taker, maker]: readonly [typeof A, typeof A],
  perpetualId: number,
  takerBase: bigint,
  quote: bigint,
  [takerFee, makerFee]: readonly [bigint, bigint] = [0n, 0n],
): UpdateResult {
  const takerQuote = takerBase > 0n ? -quote : quote;
  const outcome = updateForMatch(
    k,
    taker,
    maker,
    perpetualId,
    takerBase,
    takerQuote - takerFee,
    -takerQuote - makerFee,
  );
  if (isRejection(outcome)) throw new Error(outcome.log);
  if (!outcome.success)
    return outcome.taker === UpdateResult.Success ? outcome.maker : outcome.taker;
  sendCoins(k, collateralPoolOf(k, perpetualId), "fee_collector", USDC_DENOM, takerFee + makerFee);
  return UpdateResult.Success;
}

const usdc = (k: RiskKernel, id: typeof A) => usdcBalance(getSubaccount(k, id));
const held = (k: RiskKernel, address: string) => balanceOf(k, address, USDC_DENOM);

describe("risk §14.4 open interest", () => {
  const cases: [string, bigint, bigint, bigint, bigint][] = [
    ["risk §14.4 O1", 0n, 0n, 10n, 10n],
    ["risk §14.4 O2", 10n, 0n, -4n, 0n],
    ["risk §14.4 O3", 10n, -15n, -15n, -10n],
    ["risk §14.4 O4", -5n, 0n, 8n, 3n],
    ["risk §14.4 O5", 10n, -10n, -10n, -10n],
  ];
  for (const [name, a, b, delta, change] of cases) {
    it(name, () => {
      expect(longDelta(a, a + delta) + longDelta(b, b - delta)).toBe(change);
    });
  }

  it("follows matches; a result below zero is refused (402)", () => {
    const k = createWorld();
    fund(k, A, 100_000_000_000n);
    fund(k, B, 100_000_000_000n);
    match(k, [A, B], LINK, 1_000_000n, 7_204_646n);
    expect(mustPerpetual(k, LINK).openInterest).toBe(1_000_000n);
    match(k, [A, B], LINK, -3_000_000n, 7_204_646n * 3n);
    expect(mustPerpetual(k, LINK).openInterest).toBe(2_000_000n);
    checkInvariants(k);
    const bad = createWorld();
    fund(bad, A, 100_000_000n, [[LINK, 5n]]);
    fund(bad, B, 100_000_000n, [[LINK, -5n]]);
    k.perpetuals.perpetuals.set("0000000002", { ...mustPerpetual(bad, LINK), openInterest: 1n });
    bad.perpetuals.perpetuals.set("0000000002", { ...mustPerpetual(bad, LINK), openInterest: 1n });
    expect(updateForMatch(bad, A, B, LINK, -5n, 0n, 0n)).toMatchObject({ code: 402 });
  });

  it("risk §14.1 M15: a match is judged with the open interest after it", () => {
    const k = createWorld();
    fund(k, account("x"), 1_000_000_000_000n, [[EIGEN, 100_000_000_000n]]);
    fund(k, account("y"), 2_000_000_000_000n, [[EIGEN, -100_000_000_000n]]);
    fund(k, B, 5_000_000_000n);
    fund(k, A, 270_123_413n);
    // 248,650,000 would do at the open interest before the match.
    expect(match(k, [A, B], EIGEN, 1_000_000_000n, 4_973_000_000n)).toBe(
      UpdateResult.NewlyUndercollateralized,
    );
    fund(k, A, 270_123_414n);
    expect(match(k, [A, B], EIGEN, 1_000_000_000n, 4_973_000_000n)).toBe(UpdateResult.Success);
  });
});

describe("risk §14.7 settlement", () => {
  const cases: [string, bigint, bigint, bigint][] = [
    ["risk §14.7 S1", 10_000_000_000n, -3_580_000n, 3_580_000n],
    ["risk §14.7 S2", -10_000_000_000n, 3_580_000n, -3_580_000n],
    ["risk §14.7 S3", 1n, -1n, 1n],
    ["risk §14.7 S4", -1n, 0n, 0n],
    ["risk §14.7 S5", 2794n, -2n, 2n],
  ];
  for (const [name, q, change, payment] of cases) {
    it(name, () => {
      const k = createWorld();
      fund(k, A, 1_000_000_000n, [[BTC, q]]);
      setFundingIndex(k, BTC, 358n);
      const { subaccount, payments } = settleFunding(k, getSubaccount(k, A));
      expect(usdcBalance(subaccount) - 1_000_000_000n).toBe(change);
      expect(payments).toEqual([{ perpetualId: BTC, quoteQuantums: payment }]);
      expect(subaccount.perpetualPositions[0]?.fundingIndex).toBe(358n);
    });
  }

  it("risk §14.7 S6: one floor on the total, one per reported payment", () => {
    const k = createWorld();
    fund(k, A, 1_000n, [
      [BTC, 2_500n],
      [LINK, -444_440n],
    ]);
    setFundingIndex(k, BTC, 358n);
    setFundingIndex(k, LINK, 1n);
    const { subaccount, payments } = settleFunding(k, getSubaccount(k, A));
    expect(usdcBalance(subaccount)).toBe(999n);
    expect(payments.map((p) => p.quoteQuantums)).toEqual([1n, 0n]);
  });

  it.each([
    ["risk §14.15 N4: a LINK short over three index units", -1_100_000_000n, 3n, 3_300n],
    ["risk §14.15 N5: a LINK long in block 488", 28_000_000n, 1n, -28n],
    ["risk §14.15 N5: a LINK long in block 557", 227_000_000n, 1n, -227n],
    ["risk §14.15 N5: a LINK long in block 560", 95_000_000n, 1n, -95n],
  ])("%s", (_name, q, indexes, change) => {
    const k = createWorld();
    fund(k, A, 10_000n, [[LINK, q]]);
    setFundingIndex(k, LINK, indexes);
    const { subaccount, payments } = settleFunding(k, getSubaccount(k, A));
    expect(usdcBalance(subaccount) - 10_000n).toBe(change);
    expect(payments[0]?.quoteQuantums).toBe(-change);
  });

  it("a settlement that ends at 0 drops the USDC position; without one the record stays", () => {
    const k = createWorld();
    fund(k, A, 3_580_000n, [[BTC, 10_000_000_000n]]);
    const stored = getSubaccount(k, A);
    expect(settleFunding(k, stored).subaccount).toBe(stored);
    setFundingIndex(k, BTC, 358n);
    expect(settleFunding(k, stored).subaccount.assetPositions).toEqual([]);
  });
});

describe("risk §14.13 isolated pools", () => {
  function opened(): RiskKernel {
    const k = createWorld();
    fund(k, A, 1_000_000_000n);
    fund(k, B, 2_000_000_000n);
    fund(k, C, 1_000_000_000n);
    match(k, [A, B], EIGEN, 100_000_000n, 500_000_000n, [250_000n, -55_000n]);
    return k;
  }

  it("risk §14.13 I1: opening moves the settled balance from before the update", () => {
    const k = opened();
    expect(usdc(k, A)).toBe(499_750_000n);
    expect(usdc(k, B)).toBe(2_500_055_000n);
    expect(held(k, isolatedPool(EIGEN))).toBe(2_999_805_000n);
    expect(held(k, CROSS_POOL)).toBe(1_000_000_000n);
    expect(held(k, "fee_collector")).toBe(195_000n);
    checkInvariants(k);
  });

  it("risk §14.13 I2: closing moves the final balance", () => {
    const k = opened();
    match(k, [A, C], EIGEN, -100_000_000n, 520_000_000n, [260_000n, -57_200n]);
    expect(usdc(k, A)).toBe(1_019_490_000n);
    expect(usdc(k, C)).toBe(480_057_200n);
    expect(held(k, "fee_collector")).toBe(195_000n + 202_800n);
    expect(held(k, isolatedPool(EIGEN))).toBe(2_980_112_200n);
    expect(held(k, CROSS_POOL)).toBe(1_019_490_000n);
    expect(positionSize(getSubaccount(k, A), EIGEN)).toBe(0n);
    checkInvariants(k);
  });

  it("risk §14.13 I3: a transfer between pools moves coins", () => {
    const k = opened();
    match(k, [A, C], EIGEN, -100_000_000n, 520_000_000n, [260_000n, -57_200n]);
    expect(transferFunds(k, A, C, 10_000_000n)).toBeUndefined();
    expect(held(k, CROSS_POOL)).toBe(1_009_490_000n);
    expect(held(k, isolatedPool(EIGEN))).toBe(2_990_112_200n);
    checkInvariants(k);
  });

  it("risk §14.13 I4: resizing and flipping move nothing", () => {
    const k = opened();
    const before = held(k, CROSS_POOL);
    match(k, [A, B], EIGEN, 10_000_000n, 50_000_000n);
    match(k, [A, B], EIGEN, -220_000_000n, 1_100_000_000n);
    expect(positionSize(getSubaccount(k, A), EIGEN)).toBe(-110_000_000n);
    expect(held(k, CROSS_POOL)).toBe(before);
    checkInvariants(k);
  });

  it("risk §14.13 I5: mixing violates the constraints", () => {
    const k = createWorld();
    const rich = 1_000_000_000_000n;
    const violation = UpdateResult.ViolatesIsolatedSubaccountConstraints;
    fund(k, B, rich);
    fund(k, A, rich, [[EIGEN, 1_000n]]);
    expect(match(k, [A, B], BTC, 1_000n, 3_000n)).toBe(violation);
    expect(match(k, [A, B], BOME, 1_000n, 3_000n)).toBe(violation);
    fund(k, C, rich, [[BTC, 1_000n]]);
    expect(match(k, [C, B], EIGEN, 1_000n, 3_000n)).toBe(violation);
    // A flat account may not open an isolated and a cross position in one update either.
    const flat = account("flat");
    fund(k, flat, rich);
    const both = {
      ...usdcUpdate(flat, -6_000n),
      perpetualUpdates: [BTC, EIGEN].map((perpetualId) => ({ perpetualId, quantumsDelta: 1_000n })),
    };
    const outcome = canUpdateSubaccounts(k, [both], UpdateType.CollatCheck);
    expect(outcome).toMatchObject({ results: [violation] });
  });

  it("insurance funds follow the market type", () => {
    const k = createWorld();
    expect(insuranceFundOf(k, BTC)).toBe("dydx1c7ptc87hkd54e3r7zjy92q29xkq7t79w64slrq");
    expect(insuranceFundOf(k, EIGEN)).toBe("dydx1rh8wws53v0m6n65agnp23mdhxjvcsnk4dhud4r");
    expect(collateralPoolOf(k, BTC)).toBe("dydx1v88c3xv9xyv3eetdx0tvcmq7ung3dywp5upwc6");
    expect(collateralPoolOf(k, BOME)).toBe("dydx1dxuaz7eu23na69dtmdttnum9cxurpyyf7jax59");
  });
});

describe("indexer events of a match", () => {
  it("lists what was touched or settled; a closed position has funding index 0 (block 579)", () => {
    const k = createWorld();
    fund(k, A, 1_000_000_000n, [
      [BTC, 1_000_000n],
      [LINK, 5_000_000n],
    ]);
    fund(k, B, 1_000_000_000n, [[LINK, -5_000_000n]]);
    setFundingIndex(k, BTC, 358n);
    setFundingIndex(k, LINK, 7n);
    match(k, [A, B], LINK, -5_000_000n, 36_023_234n);
    const updates = k.indexer
      .all()
      .filter((e) => e.subtype === "subaccount_update")
      .map((e) => indexerEvents.SubaccountUpdateEventV1.decode(e.encode()));
    expect(updates.map((u) => u.subaccountId?.owner)).toEqual([A.owner, B.owner]);
    const ints = updates[0]?.updatedPerpetualPositions.map((p) => [
      p.perpetualId,
      decodeSerializableInt(p.quantums),
      decodeSerializableInt(p.fundingIndex),
      decodeSerializableInt(p.fundingPayment),
    ]);
    expect(ints).toEqual([
      [BTC, 1_000_000n, 358n, 358n],
      [LINK, 0n, 0n, 35n],
    ]);
    expect(updates[1]?.updatedPerpetualPositions.length).toBe(1);
    const funding = k.abciEvents.all().filter((e) => e.type === "settled_funding");
    expect(funding.map((e) => e.attributes[3]?.[1])).toEqual(["358", "35", "-35"]);
  });
});
