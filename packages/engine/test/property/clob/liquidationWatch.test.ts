import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { initGenesis } from "../../../src/app/genesis.js";
import { createKernel, type EngineKernel } from "../../../src/app/kernel.js";
import { LiquidationWatch } from "../../../src/clob/index.js";
import { mustPerpetual, setPerpetual } from "../../../src/perpetuals/index.js";
import { GenesisJson, Mode } from "../../../src/state/index.js";
import { setSubaccount } from "../../../src/subaccounts/index.js";
import { naiveScan } from "../../reference/engine/naiveScan.js";
import { Rng } from "../../sim/rng.js";

const GENESIS = fileURLToPath(
  new URL("../../../../testkit/recordings/main/genesis.json", import.meta.url),
);
const PERPETUALS = [0, 1, 2];

/** A kernel at genesis, its oracle prices and accounts free to change. */
class Field {
  readonly k: EngineKernel = createKernel({});
  readonly rng: Rng;
  readonly watch: LiquidationWatch;

  constructor(seed: number) {
    this.rng = new Rng(seed);
    this.k.mode = Mode.Deliver;
    const json = new GenesisJson(JSON.parse(readFileSync(GENESIS, "utf8")), "genesis");
    initGenesis(this.k, json.at("app_state"));
    this.k.registry.commit();
    this.watch = new LiquidationWatch(this.k);
  }

  /** An account worth about `dollars`, with positions up to twenty times that. */
  fill(i: number): void {
    const { rng, k } = this;
    const held = PERPETUALS.filter(() => rng.chance(500));
    const positions = held.map((perpetualId) => {
      const { fundingIndex } = mustPerpetual(k, perpetualId);
      const size = BigInt(1 + rng.int(2_000)) * 1_000_000n;
      const quantums = rng.chance(500) ? size : -size;
      return { perpetualId, quantums, fundingIndex, quoteBalance: 0n };
    });
    const value = positions.reduce((sum, { perpetualId, quantums }) => {
      const { params } = mustPerpetual(k, perpetualId);
      const price = k.prices.prices.get(String(params.marketId));
      const exponent = (price?.exponent ?? 0) + params.atomicResolution + 6;
      return sum + (quantums * (price?.price ?? 0n)) / 10n ** BigInt(-exponent);
    }, 0n);
    const margin = BigInt(rng.int(4_000_000_000));
    setSubaccount(k, {
      id: { owner: `dydx1trader${i}`, number: rng.int(2) },
      assetPositions: [{ assetId: 0, quantums: margin - value, index: 0n }],
      perpetualPositions: rng.chance(50) ? [] : positions,
      marginEnabled: true,
    });
  }

  /** A move of one market by up to `ppm` of its price. */
  move(perpetualId: number, ppm: number): void {
    const { k, rng } = this;
    const market = String(mustPerpetual(k, perpetualId).params.marketId);
    const price = k.prices.prices.get(market);
    if (price === undefined) throw new Error(`no market ${market}`);
    const change = (price.price * BigInt(rng.int(2 * ppm + 1) - ppm)) / 1_000_000n;
    const next = price.price + change;
    k.prices.prices.set(market, { ...price, price: next > 0n ? next : 1n });
  }

  payFunding(perpetualId: number): void {
    const perpetual = mustPerpetual(this.k, perpetualId);
    const fundingIndex = perpetual.fundingIndex + BigInt(this.rng.int(20_001) - 10_000);
    setPerpetual(this.k, { ...perpetual, fundingIndex });
  }

  commitAndScan() {
    this.k.registry.commit();
    return this.k.registry.readCommitted(() => this.watch.scan());
  }
}

describe("the liquidation watch reports what a scan of all accounts would", () => {
  test.each([1, 2, 3, 4, 5, 6])("seed %i", (seed) => {
    const field = new Field(seed);
    const { rng } = field;
    for (let i = 0; i < 150; i++) field.fill(i);
    let found = 0;
    for (let block = 0; block < 120; block++) {
      const ppm = [30, 300, 3_000, 30_000, 300_000][rng.int(5)] ?? 30;
      for (const id of PERPETUALS) if (rng.chance(700)) field.move(id, ppm);
      for (let n = rng.int(4); n > 0; n--) field.fill(rng.int(170));
      if (rng.chance(100)) field.payFunding(rng.int(3));
      const report = field.commitAndScan();
      expect(JSON.stringify(report)).toBe(JSON.stringify(naiveScan(field.k)));
      found += report.liquidatable.length + report.negativeTnc.length;
    }
    expect(found).toBeGreaterThan(100);
  });
});

test("a small move makes the watch look at few accounts", () => {
  const field = new Field(7);
  for (let i = 0; i < 2_000; i++) field.fill(i);
  field.commitAndScan();
  field.commitAndScan();
  const risky = field.watch.looks;
  field.move(0, 100);
  field.commitAndScan();
  expect(field.watch.looks - risky).toBeLessThan(100);
});
