import { decodeSerializableInt, encodeSerializableInt, vault } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { isRejection, Mode } from "../../../src/state/index.js";
import {
  DEACTIVATED,
  depositAndMint,
  MEGAVAULT_ACCOUNT,
  megavaultEquity,
  vaultAccount,
  vaultQueries,
  withdrawalSlippage,
  withdrawFromMegavault,
} from "../../../src/vault/index.js";
import { fraction } from "../../../src/vault/slippage.js";
import { account, BTC, ETH, USDC } from "../clob/world.js";
import { QUOTING_PARAMS, VaultWorld } from "./vaultWorld.js";

const OWNER = account(0);
const [SOL, ADA] = [5, 6];
const BILLION = 1_000_000_000n;

describe("app §15 withdrawal slippage", () => {
  const slippage = (
    [num, den]: readonly [bigint, bigint],
    [n, m]: readonly [bigint, bigint],
    initialMarginPpm = 20_000n,
  ) =>
    withdrawalSlippage({
      leverage: fraction(num, den),
      skewFactorPpm: 2_000_000n,
      spreadPpm: 3_000n,
      initialMarginPpm,
      totalShares: n,
      sharesToWithdraw: m,
    });
  // With an initial margin of 100 % the estimated bound is the smaller one and shows.
  const estimated = (l: readonly [bigint, bigint], shares: readonly [bigint, bigint]) =>
    slippage(l, shares, 1_000_000n);

  it("app §15 V11: leverage 0.2, a tenth of the shares", () => {
    const shares = [2n * BILLION, BILLION / 5n] as const;
    expect(slippage([1n, 5n], shares)).toEqual({ num: 12_289n, den: 10_125_000n });
  });

  it("app §15 V11: leverage 0.5, a tenth", () => {
    const shares = [BILLION, BILLION / 10n] as const;
    expect(estimated([1n, 2n], shares)).toEqual({ num: 1_027n, den: 162_000n });
    expect(slippage([1n, 2n], shares)).toEqual({ num: 1_027n, den: 162_000n });
  });

  it("app §15 V11: leverage 0.5, nine tenths: the simple bound", () => {
    const shares = [BILLION, (BILLION * 9n) / 10n] as const;
    expect(estimated([1n, 2n], shares)).toEqual(fraction(735n, 10_000n));
    expect(slippage([1n, 2n], shares)).toEqual(fraction(1n, 100n));
  });

  it("app §15 V11: all shares, and no leverage", () => {
    expect(slippage([2n, 1n], [BILLION, BILLION])).toEqual(fraction(4n, 100n));
    expect(slippage([0n, 1n], [BILLION, 7n])).toEqual(fraction(0n, 1n));
    expect(slippage([0n, 1n], [BILLION, BILLION])).toEqual(fraction(0n, 1n));
  });
});

/** A megavault of `total` shares, all the owner's, with `main` in its main account. */
function megavault(total: bigint, main: bigint): VaultWorld {
  const w = new VaultWorld();
  w.k.vault.totalShares.set(total);
  if (total > 0n) w.k.vault.ownerShares.set(OWNER.owner, total);
  w.setAccount(MEGAVAULT_ACCOUNT, main);
  w.setAccount(OWNER, 10_000n * USDC);
  w.k.mode = Mode.Deliver;
  return w;
}

function withdraw(w: VaultWorld, shares: bigint, least = 0n): bigint | number {
  const result = withdrawFromMegavault(w.k, {
    subaccountId: OWNER,
    shares: { numShares: encodeSerializableInt(shares) },
    minQuoteQuantums: encodeSerializableInt(least),
  });
  if (isRejection(result)) return result.code;
  const { quoteQuantums } = vault.MsgWithdrawFromMegavaultResponse.decode(result);
  return decodeSerializableInt(quoteQuantums);
}

describe("app §15 withdrawals", () => {
  const worldOfV12 = () => {
    const w = megavault(2n * BILLION, 500_000_000n);
    // 200 of 1,000 USDC in BTC: the leverage of V11.
    w.setVault(BTC, BILLION, 40_000_000n);
    return w;
  };

  it("app §15 V12: main part and vault part", () => {
    const w = worldOfV12();
    expect(withdraw(w, BILLION / 5n, 149_878_627n)).toBe(149_878_627n);
    expect(w.risk(vaultAccount(BTC)).nc).toBe(BILLION - 99_878_627n);
    expect(w.risk(MEGAVAULT_ACCOUNT).nc).toBe(450_000_000n);
    expect(w.usdc(OWNER)).toBe(10_000n * USDC + 149_878_627n);
    expect(w.k.vault.totalShares.get()).toBe(2n * BILLION - BILLION / 5n);
  });

  it("app §15 V12: less than the owner insists on", () => {
    expect(withdraw(worldOfV12(), BILLION / 5n, 149_878_628n)).toBe(28);
  });

  it("app §15 V12: the vector with slippage 0.4", () => {
    const w = megavault(128_412_843_128n, 5_471_283_193_197n);
    // Leverage 2 at an initial margin of 20 %: simple bound 0.4, and a spread that makes the
    // estimated one larger.
    w.setMargins(BTC, 200_000, 500_000);
    const wide = { ...QUOTING_PARAMS, spreadMinPpm: 10_000 };
    w.setVault(BTC, 1_500_000_000n, 600_000_000n, undefined, wide);
    const before = w.risk(vaultAccount(BTC)).nc;
    expect(withdraw(w, 831_571_304n)).toBe(35_436_568_514n);
    expect(before - w.risk(vaultAccount(BTC)).nc).toBe(5_828_187n);
    expect(5_471_283_193_197n - w.risk(MEGAVAULT_ACCOUNT).nc).toBe(35_430_740_327n);
  });
});

describe("app §15 deposits and equity", () => {
  it.each<[name: string, shares: bigint, main: bigint, amount: bigint, minted: bigint | number]>([
    ["app §15 V13: by equity", 2n * BILLION, 2_123_456_789n, BILLION, 941_860_465n],
    ["app §15 V13: the first deposit ever", 0n, 0n, 7n, 7n],
    ["app §15 V13: worth no share", 2n * BILLION, 5n * BILLION, 1n, 12],
  ])("%s", (_name, total, main, amount, minted) => {
    const w = megavault(total, main);
    const result = depositAndMint(w.k, OWNER, amount);
    expect(isRejection(result) ? result.code : result).toBe(minted);
    if (isRejection(result)) return;
    expect(w.k.vault.totalShares.get()).toBe(total + result);
    expect(w.usdc(MEGAVAULT_ACCOUNT)).toBe(main + amount);
  });

  it("app §15 V14: what counts as equity", () => {
    const w = megavault(1n, -5n);
    w.setVault(BTC, 100n);
    w.setVault(ETH, -40n);
    w.setVault(SOL, 30n, 0n, DEACTIVATED);
    expect(megavaultEquity(w.k)).toBe(95n);
    w.setVault(ADA, 1n);
    expect(megavaultEquity(w.k)).toBe(96n);
  });

  it("app §15 V15: what an owner sees", () => {
    const w = megavault(2n * BILLION, 2_123_456_789n);
    w.k.vault.unlocks.set(OWNER.owner, [{ shares: BILLION / 2n, unlockBlockHeight: 1_000 }]);
    const ask = new Map(vaultQueries).get("/dydxprotocol.vault.Query/MegavaultOwnerShares");
    const request = vault.QueryMegavaultOwnerSharesRequest.encode({ address: OWNER.owner });
    const answer = ask?.(w.k, request.finish());
    const owner = vault.QueryMegavaultOwnerSharesResponse.decode(answer?.value ?? new Uint8Array());
    expect(decodeSerializableInt(owner.equity)).toBe(2_123_456_789n);
    expect(decodeSerializableInt(owner.withdrawableEquity)).toBe(1_592_592_591n);
  });
});
