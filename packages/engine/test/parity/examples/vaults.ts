import { expect, it } from "vitest";
import { vaultAccount } from "../../../src/vault/index.js";
import { statefulTexts } from "./describe.js";
import type { MainHistory } from "./mainHistory.js";

const [BTC, ETH] = [0, 1];

/** Vault orders and megavault flows that risk.md §14.15 quotes from the recording `main`. */
export function vaultExamples(main: () => MainHistory): void {
  const texts = (height: number, vault: number) =>
    statefulTexts(main().block(height).stateful, vaultAccount(vault).owner);
  const quotes = (height: number, vault: number) =>
    texts(height, vault).filter((text) => !text.startsWith("remove"));

  it("risk §14.15 Q1: the flat BTC vault (blocks 1, 3)", () => {
    const wanted = [
      "ask 2877500000P × 34000000",
      "bid 2860200000P × 34000000",
      "ask 2879200000P × 34000000",
      "bid 2856400000P × 34000000",
    ];
    expect(main().at("q1")).toEqual({ equity: 1_000_000_000n, notional: 0n });
    for (const height of [1, 3]) expect(quotes(height, BTC)).toEqual(wanted);
  });

  it("risk §14.15 Q2: the flat ETH vault (blocks 1, 3)", () => {
    const wanted = [
      "ask 1817500000P × 55000000",
      "bid 1806500000P × 55000000",
      "ask 1818600000P × 55000000",
      "bid 1804100000P × 55000000",
    ];
    expect(main().at("q2")).toEqual({ equity: 1_000_000_000n, notional: 0n });
    for (const height of [1, 3]) expect(quotes(height, ETH)).toEqual(wanted);
  });

  it("risk §14.15 Q3: the BTC vault a little short (block 102)", () => {
    expect(main().at("q3")).toEqual({ equity: 1_000_089_970n, notional: -28_688_195n });
    expect(quotes(102, BTC)).toEqual([
      "ask 2878500000P × 34000000",
      "bid 2860700000 × 34000000",
      "ask 2882500000P × 34000000",
      "bid 2858900000 × 34000000",
    ]);
  });

  it("risk §14.15 Q4: the ETH vault a little long (block 102)", () => {
    expect(main().at("q4")).toEqual({ equity: 1_000_113_679n, notional: 36_239_705n });
    expect(quotes(102, ETH)).toEqual([
      "ask 1817100000 × 55000000",
      "bid 1805700000P × 55000000",
      "ask 1818200000 × 55000000",
      "bid 1803100000P × 55000000",
    ]);
  });

  it("risk §14.15 Q5: the ETH vault after a fall (block 142)", () => {
    expect(main().at("q5")).toEqual({ equity: 1_003_278_268n, notional: 131_142_432n });
    expect(quotes(142, ETH)).toEqual([
      "ask 1752500000 × 57000000",
      "bid 1740200000P × 57000000",
      "ask 1753500000 × 57000000",
      "bid 1737300000P × 57000000",
    ]);
  });

  it("risk §14.15 Q6: three layers under new parameters (block 538)", () => {
    expect(main().at("q6")).toEqual({ equity: 945_564_152n, notional: -304_259_673n });
    expect(quotes(538, BTC)).toEqual([
      "ask 2889800000P × 32000000",
      "bid 2867800000 × 32000000",
      "ask 2894800000P × 32000000",
      "bid 2866300000 × 32000000",
      "ask 2900400000P × 32000000",
      "bid 2864900000 × 32000000",
    ]);
  });

  it("risk §14.15 Q7: post-only asks that cross come again under flipped ids (465, 470, 471)", () => {
    const removals = (height: number) => texts(height, BTC).filter((t) => t.endsWith("reason 6"));
    expect(removals(465)).toEqual(["remove 2147483648 flag 64, reason 6"]);
    expect(removals(470)).toEqual([
      "remove 2147483649 flag 64, reason 6",
      "remove 2155872256 flag 64, reason 6",
    ]);
    expect(removals(471)).toEqual([
      "remove 2147483648 flag 64, reason 6",
      "remove 2155872257 flag 64, reason 6",
    ]);
    const again = ["ask 2871000000P × 33000000", "ask 2876100000P × 33000000"];
    for (const height of [470, 471]) expect(quotes(height, BTC)).toEqual(again);
    const ids = main()
      .block(471)
      .stateful.flatMap((e) => e.longTermOrderPlacement?.order?.orderId ?? [])
      .filter((id) => id.subaccountId?.owner === vaultAccount(BTC).owner);
    expect(ids.map((id) => id.clientId)).toEqual([2_147_483_649, 2_155_872_256]);
  });

  const minted = (height: number) =>
    main()
      .block(height)
      .cosmos.filter((e) => e.type === "deposit_to_megavault")
      .map((e) => [e.quote_quantums, e.minted_shares]);
  const redeemed = (height: number) =>
    main()
      .block(height)
      .cosmos.find((e) => e.type === "withdraw_from_megavault");

  it("risk §14.15 K1: the first deposit (block 363)", () => {
    expect(main().at("k1")).toEqual({
      main: 0n,
      btc: 1_000_089_970n,
      eth: 1_017_200_927n,
      shares: 2_000_000_000n,
    });
    expect(minted(363)).toEqual([["5000000000", "4957143273"]]);
  });

  it("risk §14.15 K2: two more (blocks 364, 366)", () => {
    expect(minted(364)).toEqual([["10000123456", "9914408943"]]);
    expect(minted(366)).toEqual([["100000000", "99142865"]]);
  });

  it("risk §14.15 K3: a withdrawal from three accounts (block 374)", () => {
    expect(main().at("k3")).toEqual({
      main: 15_100_123_456n,
      btc: 1_000_289_912n,
      eth: 1_017_455_127n,
      shares: 16_970_695_081n,
    });
    expect(main().at("k3Btc").notional).toBe(-86_064_585n);
    expect(main().at("k3Eth").notional).toBe(34_427_719n);
    expect(redeemed(374)).toMatchObject({
      shares_to_withdraw: "1000000000",
      total_shares: "16970695081",
      megavault_equity: "17117868495",
      redeemed_quote_quantums: "1008644149",
    });
    const after = main().at("k3After");
    expect(1_000_289_912n - after.btc).toBe(58_921_095n);
    expect(1_017_455_127n - after.eth).toBe(59_946_685n);
    expect(15_100_123_456n - after.main).toBe(889_776_369n);
  });

  it("risk §14.15 K4: a second one (block 377)", () => {
    expect(main().at("k4")).toMatchObject({
      btc: 941_368_817n,
      eth: 957_508_442n,
      shares: 15_970_695_081n,
    });
    expect(redeemed(377)?.redeemed_quote_quantums).toBe("40345755");
    const [before, after] = [main().at("k4"), main().at("k4After")];
    expect(before.btc - after.btc).toBe(2_356_835n);
    expect(before.eth - after.eth).toBe(2_397_866n);
    expect(before.main - after.main).toBe(35_591_054n);
  });
}
