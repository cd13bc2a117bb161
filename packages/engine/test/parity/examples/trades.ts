import { expect, it } from "vitest";
import {
  ALICE,
  BOB,
  DAVE,
  fillText,
  GRACE,
  matches,
  quoteOf,
  statefulTexts,
  transfers,
} from "./describe.js";
import type { MainHistory } from "./mainHistory.js";

/** Fills, fees and orders that clob.md §13.7 quotes from the recording `main`. */
export function tradeExamples(main: () => MainHistory): void {
  const fills = (height: number) => main().block(height).fills.map(fillText);

  it("clob §13 ex. R1: an IOC takes two asks (block 84)", () => {
    const block = main().block(84);
    expect(fills(84)).toEqual([
      "100000000 @ 2355000000, 117750 / -25905",
      "50000000 @ 2360000000, 59000 / -12980",
    ]);
    expect([quoteOf(block, 0), quoteOf(block, 1)]).toEqual([235_500_000n, 118_000_000n]);
    expect(block.fills.map((f) => f.totalFilledTaker)).toEqual([100_000_000n, 150_000_000n]);
  });

  it("clob §13 ex. R2: a TWAP in ten legs (block 112)", () => {
    expect(fills(112)).toEqual(["30000000 @ 2977000000, 44655 / -9824"]);
    expect(quoteOf(main().block(112), 0)).toBe(89_310_000n);
    const legs = main()
      .heights()
      .flatMap((height) => {
        const { seconds, stateful } = main().block(height);
        return stateful.flatMap(({ longTermOrderPlacement: placed }) => {
          const id = placed?.order?.orderId;
          if (id?.orderFlags !== 256 || id.clientId !== 51) return [];
          return [[placed?.order, seconds] as const];
        });
      });
    expect(legs).toHaveLength(10);
    for (const [order, seconds] of legs) {
      expect(order).toMatchObject({ quantums: 30_000_000n, subticks: 3_064_000_000n });
      expect(order?.goodTilBlockTime).toBe(seconds + 3);
    }
  });

  it("clob §13 ex. R3: a cancelled TWAP (blocks 113, 130)", () => {
    expect(statefulTexts(main().block(113).stateful, GRACE)).toEqual([
      "ask 2626000000 × 90000000",
      "ask 2626000000 × 18000000",
    ]);
    expect(statefulTexts(main().block(130).stateful, GRACE)).toEqual([
      "remove 53 flag 128, reason 2",
    ]);
  });

  it("clob §13 ex. R4: the vault takes, then a stop meets its owner's bid (block 142)", () => {
    const block = main().block(142);
    expect(block.fills.map((f) => [f.order?.orderId?.clientId, f.makerOrder?.subticks])).toEqual([
      [2_147_483_648, 1_806_500_000n],
      [2_155_872_256, 1_806_500_000n],
      [66, 1_740_100_000n],
      [66, 1_737_300_000n],
    ]);
    expect(block.fills[0]?.order).toMatchObject({ subticks: 1_752_500_000n, timeInForce: 0 });
    const stop = block.fills.filter((f) => f.order?.orderId?.clientId === 66);
    expect(stop.at(-1)?.totalFilledTaker).toBe(112_000_000n);
    expect(statefulTexts(block.stateful, DAVE)).toEqual([
      "remove 64 flag 64, reason 5",
      "remove 66 flag 32, reason 9",
    ]);
  });

  it("clob §13 ex. R11: an order beyond the margin is answered with code 0 (step 160)", () => {
    const { code, offchain } = main().check(160);
    expect(code).toBe(0);
    expect(offchain.map((m) => m.orderPlace?.order?.quantums ?? m.orderRemove?.reason)).toEqual([
      2_500_000_000n,
      3,
    ]);
  });

  it("clob §13 ex. R12: affiliate and builder (block 391)", () => {
    const block = main().block(391);
    expect(fills(391)[0]).toBe("50000000 @ 2341000000, 46820 / -12875");
    expect(quoteOf(block, 0)).toBe(117_050_000n);
    expect(block.fills[0]).toMatchObject({ takerBuilderFee: 117_050n, affiliateRevShare: 2_341n });
    expect(matches(block)[0]?.taker_quote_balance_delta_quote_quantums).toBe("-117213870");
    expect(transfers(block).slice(1, 3)).toEqual([
      `subaccounts → ${ALICE} 2341`,
      "subaccounts → fee_collector 31604",
    ]);
  });

  it("clob §13 ex. R13: a router without a share (block 391)", () => {
    const fill = main().block(391).fills[1];
    expect(fill?.takerOrderRouterAddress).toBe(fill?.order?.orderRouterAddress);
    expect(fill?.takerOrderRouterAddress).not.toBe("");
    expect(fill?.takerOrderRouterFee).toBe(0n);
    expect(fill?.order?.orderId?.subaccountId?.owner).toBe(BOB);
  });

  it("clob §13 ex. R14: an affiliate switches the router off (block 557)", () => {
    const block = main().block(557);
    expect(fills(557)[0]).toBe("80000000 @ 2362000000, 75584 / -11337");
    expect(quoteOf(block, 0)).toBe(188_960_000n);
    expect(block.fills[0]).toMatchObject({ affiliateRevShare: 3_779n, takerOrderRouterFee: 0n });
    expect(amounts(transfers(block).slice(0, 3))).toEqual(["3779", "3023", "57445"]);
  });

  it("clob §13 ex. R15: a market with half the fees (block 557)", () => {
    const block = main().block(557);
    expect(fills(557)[1]).toBe("5000000 @ 2977000000, 2977 / -446");
    expect(quoteOf(block, 1)).toBe(14_885_000n);
    expect(amounts(transfers(block).slice(3))).toEqual(["148", "119", "2264"]);
  });

  it("clob §13 ex. R16: the vote sees the book before the local fill (block 272)", () => {
    expect(main().block(272).fills[0]).toMatchObject({ fillAmount: 4_000_000_000n });
    expect(main().premiums(272, 7).at(-1)).toBe(-240);
  });

  it("risk §14.15 N6: bids above a fallen index (block 140)", () => {
    expect(main().premiums(140, 1)).toContain(29_594);
  });

  it.each([
    ["clob §13 ex. R17: opening in an isolated market (block 181)"],
    ["risk §14.15 N11: opening moves what both had before (block 181)"],
  ])("%s", () => {
    expect(fills(181)).toEqual(["200000000 @ 4977000000, 497700 / -109494"]);
    expect(transfers(main().block(181))).toEqual([
      "subaccounts → subaccounts:300 2025000000",
      "subaccounts → subaccounts:300 5000000000",
      "subaccounts:300 → fee_collector 388206",
    ]);
  });

  it.each([
    ["clob §13 ex. R18: closing there (block 199)"],
    ["risk §14.15 N12: closing moves the final balance back (block 199)"],
  ])("%s", () => {
    const block = main().block(199);
    expect(fills(199)).toEqual(["200000000 @ 5271000000, 527100 / -115962"]);
    expect(block.fills[0]?.order).toMatchObject({ subticks: 5_171_000_000n, reduceOnly: true });
    expect(transfers(block)).toEqual([
      "subaccounts:300 → subaccounts 2142775200",
      "subaccounts:300 → fee_collector 411138",
    ]);
    expect(main().at("closed")).toEqual({ usdc: 2_142_775_200n, positions: 0 });
  });

  it("risk §14.15 N10: an affiliate's part of a large fee (block 464)", () => {
    const fee = matches(main().block(464)).find(
      (m) => m.taker_order_fee_quote_quantums === "1064344",
    );
    expect(fee?.maker_order_fee_quote_quantums).toBe("-292694");
    const paid = amounts(transfers(main().block(464)));
    expect(paid[paid.indexOf("53217") + 1]).toBe("718433");
  });
}

const amounts = (texts: readonly string[]) => texts.map((text) => text.split(" ").at(-1));
