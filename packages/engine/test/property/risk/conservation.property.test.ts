import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  balanceOf,
  checkInvariants as checkBank,
  mintCoins,
  sendCoins,
  supplyOf,
  USDC_DENOM,
} from "../../../src/bank/index.js";
import { mulPpmUp } from "../../../src/math/index.js";
import {
  checkInvariants as checkPerpetuals,
  mustPerpetual,
  notional,
} from "../../../src/perpetuals/index.js";
import { isRejection } from "../../../src/state/index.js";
import {
  checkInvariants,
  collateralPoolOf,
  depositFundsFromAccount,
  getSubaccount,
  transferFunds,
  updateForMatch,
  usdcBalance,
  withdrawFundsToAccount,
} from "../../../src/subaccounts/index.js";
import {
  account,
  BTC,
  createWorld,
  EIGEN,
  ETH,
  LINK,
  type RiskKernel,
  setFundingIndex,
  setPrice,
} from "../../unit/subaccounts/world.js";

const traders = ["a", "b", "c", "d"].map((n) => account(n));
const market = fc.constantFrom(BTC, ETH, LINK, EIGEN);

type Command =
  | { kind: "match"; t: number; m: number; id: number; base: bigint; skewPpm: number }
  | { kind: "deposit" | "withdraw"; t: number; amount: bigint }
  | { kind: "transfer"; t: number; m: number; amount: bigint }
  | { kind: "price"; id: number; ppm: number }
  | { kind: "funding"; id: number; delta: bigint };

const who = fc.integer({ min: 0, max: traders.length - 1 });
const amount = fc.bigInt(1n, 3_000_000_000n);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("match" as const),
      t: who,
      m: who,
      id: market,
      base: fc.bigInt(-50_000_000n, 50_000_000n).filter((b) => b !== 0n),
      skewPpm: fc.integer({ min: 950_000, max: 1_050_000 }),
    }),
  },
  fc.record({ kind: fc.constantFrom("deposit" as const, "withdraw" as const), t: who, amount }),
  fc.record({ kind: fc.constant("transfer" as const), t: who, m: who, amount }),
  fc.record({
    kind: fc.constant("price" as const),
    id: market,
    ppm: fc.integer({ min: 900_000, max: 1_100_000 }),
  }),
  fc.record({ kind: fc.constant("funding" as const), id: market, delta: fc.bigInt(-300n, 300n) }),
);

function run(k: RiskKernel, c: Command): void {
  const t = traders["t" in c ? c.t : 0] ?? account("a");
  const m = traders["m" in c ? c.m : 0] ?? account("a");
  if (c.kind === "deposit") depositFundsFromAccount(k, t.owner, t, c.amount);
  if (c.kind === "withdraw") withdrawFundsToAccount(k, t, t.owner, c.amount);
  if (c.kind === "transfer" && t !== m)
    revertOnRefusal(k, () => transferFunds(k, t, m, c.amount) !== undefined);
  if (c.kind === "price") {
    const old = k.prices.prices.get(String(c.id))?.price ?? 1n;
    setPrice(k, c.id, (old * BigInt(c.ppm)) / 1_000_000n);
  }
  if (c.kind === "funding") setFundingIndex(k, c.id, mustPerpetual(k, c.id).fundingIndex + c.delta);
  if (c.kind === "match" && t !== m) revertOnRefusal(k, () => match(k, c, t, m));
}

/** As the dispatcher does with a failed transaction. */
function revertOnRefusal(k: RiskKernel, act: () => boolean): void {
  const mark = k.registry.journal.mark();
  if (act()) k.registry.journal.revert(mark);
}

function match(
  k: RiskKernel,
  c: Command & { kind: "match" },
  t: (typeof traders)[0],
  m: (typeof traders)[0],
): boolean {
  const value = notional(k, mustPerpetual(k, c.id), c.base < 0n ? -c.base : c.base);
  const quote = (value * BigInt(c.skewPpm)) / 1_000_000n;
  const [takerFee, makerFee] = [mulPpmUp(quote, 500), mulPpmUp(quote, -110)];
  const signed = c.base > 0n ? -quote : quote;
  const done = updateForMatch(k, t, m, c.id, c.base, signed - takerFee, -signed - makerFee);
  if (isRejection(done) || !done.success) return true;
  return (
    sendCoins(k, collateralPoolOf(k, c.id), "fee_collector", USDC_DENOM, takerFee + makerFee) !==
    undefined
  );
}

describe("money and positions are conserved", () => {
  it("through deposits, cross and isolated matches, funding, transfers, withdrawals", () => {
    let trades = 0;
    fc.assert(
      fc.property(fc.array(command, { minLength: 5, maxLength: 60 }), (commands) => {
        const k = createWorld(1_000);
        for (const t of traders) {
          mintCoins(k, t.owner, USDC_DENOM, 20_000_000_000n);
          depositFundsFromAccount(k, t.owner, t, 10_000_000_000n);
        }
        const supply = supplyOf(k, USDC_DENOM);
        const start = total(k);
        for (const c of commands) {
          const before = k.registry.journal.mark();
          run(k, c);
          if (c.kind === "match" && k.registry.journal.mark() > before) trades++;
          checkInvariants(k);
          checkPerpetuals(k);
          checkBank(k);
        }
        expect(supplyOf(k, USDC_DENOM)).toBe(supply);
        // Floors of settlements leave dust in the pools; nothing is ever created.
        const funded = commands.some((c) => c.kind === "funding");
        if (!funded) expect(total(k)).toBe(start);
      }),
      { numRuns: 300 },
    );
    expect(trades).toBeGreaterThan(500);
  });
});

/** Wallets, fees and trading accounts together; without funding nothing is lost between them. */
function total(k: RiskKernel): bigint {
  let sum = balanceOf(k, "fee_collector", USDC_DENOM);
  for (const t of traders)
    sum += balanceOf(k, t.owner, USDC_DENOM) + usdcBalance(getSubaccount(k, t));
  return sum;
}
