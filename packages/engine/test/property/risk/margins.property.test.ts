import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addPositionRisk,
  addPositionTotals,
  marketViewOf,
  mustPerpetual,
  type Risk,
  type RiskTotals,
  setPerpetual,
} from "../../../src/perpetuals/index.js";
import {
  hasInitialMargin,
  isInitialCollateralized,
  riskOf,
} from "../../../src/subaccounts/risk.js";
import { account, createWorld, setPrice } from "../../unit/subaccounts/world.js";

const k = createWorld();
const perpetualIds = [0, 1, 2, 5, 7, 10, 28, 30, 300];
const size = fc.oneof(
  fc.bigInt(-(10n ** 13n), 10n ** 13n),
  fc.bigInt(-(10n ** 22n), 10n ** 22n),
  fc.bigInt(-10n, 10n),
);
const price = fc.bigInt(1n, 10n ** 12n);
const openInterest = fc.oneof(fc.constant(0n), fc.bigInt(0n, 10n ** 16n));
const imf = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 1_000_000 }));
const positions = fc.uniqueArray(fc.record({ id: fc.constantFrom(...perpetualIds), size, imf }), {
  selector: (p) => p.id,
  maxLength: 5,
});
const usdc = fc.oneof(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.bigInt(-(10n ** 19n), 10n ** 19n));

describe("fast margins equal the BigInt formulas", () => {
  it("position by position, whenever they claim to be exact", () => {
    let exact = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...perpetualIds),
        size,
        price,
        openInterest,
        imf,
        (id, q, p, oi, c) => {
          setPrice(k, id, p);
          setPerpetual(k, { ...mustPerpetual(k, id), openInterest: oi });
          const perpetual = mustPerpetual(k, id);
          const totals: RiskTotals = { nc: 0, imr: 0, mmr: 0, exact: true };
          const risk: Risk = { nc: 0n, imr: 0n, mmr: 0n };
          addPositionTotals(totals, marketViewOf(k, perpetual), q, 0n, c);
          addPositionRisk(k, risk, perpetual, q, 0n, c);
          if (!totals.exact) return;
          exact++;
          const { nc, imr, mmr } = totals;
          expect({ nc: BigInt(nc), imr: BigInt(imr), mmr: BigInt(mmr) }).toEqual(risk);
        },
      ),
      { numRuns: 20_000 },
    );
    expect(exact).toBeGreaterThan(5_000);
  });

  it("account by account, small or huge", () => {
    fc.assert(
      fc.property(positions, usdc, (list, balance) => {
        const settled = {
          id: account("p"),
          assetPositions: [{ assetId: 0, quantums: balance, index: 0n }],
          perpetualPositions: list.map((p) => ({
            perpetualId: p.id,
            quantums: p.size,
            fundingIndex: 0n,
            quoteBalance: 0n,
          })),
          marginEnabled: false,
        };
        const leverage = list.map((p) => ({ perpetualId: p.id, customImfPpm: p.imf }));
        const slow = isInitialCollateralized(riskOf(k, settled, leverage));
        expect(hasInitialMargin(k, settled, leverage)).toBe(slow);
      }),
      { numRuns: 10_000 },
    );
  });
});
