import { expect, it } from "vitest";
import { matches, quoteOf, transfers } from "./describe.js";
import type { MainHistory } from "./mainHistory.js";

/** Liquidations and the deleveraging that clob.md §13.7 quotes from the recording `main`. */
export function liquidationExamples(main: () => MainHistory): void {
  it("clob §13 ex. R5: above its maintenance margin nothing happens (block 228)", () => {
    expect(main().at("r5")).toMatchObject({
      price: 6_700_321_699n,
      usdc: -6_936_066_050n,
      position: 1_100_000_000n,
      risk: { nc: 434_287_818n, mmr: 368_517_694n },
      liquidatable: false,
    });
    for (let height = 228; height < 244; height++) {
      const liquidations = main()
        .block(height)
        .fills.filter((f) => f.liquidationOrder !== undefined);
      expect(liquidations, `block ${height}`).toEqual([]);
    }
  });

  it.each([
    [
      "clob §13 ex. R6: the first tenth (block 244)",
      244,
      "r6",
      [236_160_027n, 358_611_304n, 6_354_000_000n, 153_000_000n],
      [975_528_000n, 153_000_000n, 10_784_267n],
      -5_971_322_317n,
    ],
    [
      "clob §13 ex. R7: the next block (245)",
      245,
      "r7",
      [203_312_315n, 308_731_732n, 6_354_000_000n, 153_000_000n],
      [975_528_000n, 153_000_000n, 10_784_266n],
      -5_006_578_583n,
    ],
    [
      "clob §13 ex. R8: only a part of the bid is left (block 246)",
      246,
      "r8",
      [170_464_603n, 258_852_160n, 6_354_000_000n, 153_000_000n],
      [599_344_000n, 94_000_000n, 6_625_628n],
      -4_413_860_211n,
    ],
    [
      "clob §13 ex. R9: the fund pays (block 256)",
      256,
      "r9",
      [24_202_334n, 221_903_128n, 5_917_000_000n, 157_000_000n],
      [972_615_000n, 157_000_000n, -17_350_791n],
      -3_423_894_420n,
    ],
  ] as const)("%s", (_name, height, before, [nc, mmr, fillable, size], traded, usdc) => {
    const [quote, amount, insurance] = traded;
    const stood = main().at(before);
    expect(stood).toMatchObject({ risk: { nc, mmr }, liquidatable: true, fillable, size });
    const block = main().block(height);
    const [fill] = block.fills;
    expect(fill?.liquidationOrder).toMatchObject({ totalSize: size, subticks: fillable });
    expect([quoteOf(block, 0), fill?.fillAmount, fill?.takerFee]).toEqual([
      quote,
      amount,
      insurance,
    ]);
    expect(fill?.makerFee).toBe(0n);
    expect(block.subtypes).not.toContain("trading_reward");
    expect(main().at(`${before}After`).usdc).toBe(usdc);
    // Bankruptcy price of the fill: what the account receives once the fund is paid.
    expect(matches(block)[0]?.taker_quote_balance_delta_quote_quantums).toBe(
      String(quote - insurance),
    );
  });

  it("clob §13 ex. R6: bankruptcy price of a tenth, fee and payment", () => {
    expect(main().at("r6").bankruptcy).toBe(964_743_733n);
    expect(transfers(main().block(244))).toEqual(["subaccounts → insurance_fund 10784267"]);
  });

  it("clob §13 ex. R8: margins after the part", () => {
    expect(main().at("r8After").risk).toMatchObject({ nc: 150_283_656n, mmr: 228_207_194n });
  });

  it("clob §13 ex. R9: bankruptcy price, payment and what is left", () => {
    expect(main().at("r9").bankruptcy).toBe(989_965_791n);
    expect(transfers(main().block(256))).toEqual(["insurance_fund → subaccounts 17350791"]);
    expect(main().at("r9After").risk.nc).toBe(18_774_097n);
  });

  it("clob §13 ex. R10: a negative account is offset at its bankruptcy price (block 282)", () => {
    expect(main().at("r10")).toMatchObject({
      price: 1_052_032_599n,
      usdc: -4_394_446_000n,
      position: 4_000_000_000n,
      notional: 4_208_130_396n,
      risk: { nc: -186_315_604n },
      exists: true,
    });
    const block = main().block(282);
    expect(block.deleveragings).toEqual([
      expect.objectContaining({
        fillAmount: 4_000_000_000n,
        totalQuoteQuantums: 4_394_446_000n,
        isBuy: false,
        isFinalSettlement: false,
      }),
    ]);
    expect(main().at("r10After")).toMatchObject({ usdc: 0n, position: 0n, exists: false });
  });
}
