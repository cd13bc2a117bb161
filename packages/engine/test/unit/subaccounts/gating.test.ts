import { describe, expect, it } from "vitest";
import { mintCoins, USDC_DENOM } from "../../../src/bank/index.js";
import {
  depositFundsFromAccount,
  getSubaccount,
  queryBlockedInfo,
  recordNegativeTnc,
  subaccountKey,
  transferFunds,
  usdcBalance,
  withdrawFundsToAccount,
} from "../../../src/subaccounts/index.js";
import { account, BTC, createWorld, EIGEN, fund, type RiskKernel } from "./world.js";

const [A, B, ISO] = [account("a"), account("b"), account("iso")];
const BLOCKED = /WithdrawalsAndTransfersBlocked/;

function at(k: RiskKernel, height: number): RiskKernel {
  k.header = { ...k.header, height };
  return k;
}

function world(): RiskKernel {
  const k = createWorld(1000);
  fund(k, A, 1_000n);
  fund(k, B, 1_000n);
  fund(k, ISO, 1_000_000n, [[EIGEN, 1n]]);
  return k;
}

describe("risk §14.14 gating", () => {
  it("risk §14.14 G1, risk §14.14 G5: a negative account blocks its pool for 50 blocks, deposits too", () => {
    const k = world();
    recordNegativeTnc(k, BTC);
    mintCoins(k, A.owner, USDC_DENOM, 100n);
    expect(transferFunds(at(k, 1049), A, B, 1n)?.log).toMatch(BLOCKED);
    expect(depositFundsFromAccount(k, A.owner, A, 1n)?.log).toMatch(BLOCKED);
    expect(withdrawFundsToAccount(k, A, A.owner, 1n)?.log).toMatch(BLOCKED);
    expect(transferFunds(at(k, 1050), A, B, 1n)).toBeUndefined();
    expect(depositFundsFromAccount(k, A.owner, A, 1n)).toBeUndefined();
    expect(usdcBalance(getSubaccount(k, B))).toBe(1_001n);
  });

  it("risk §14.14 G2, risk §14.14 G3: an isolated pool blocks its own accounts and transfers with them", () => {
    const k = world();
    recordNegativeTnc(k, EIGEN);
    expect(transferFunds(at(k, 1010), A, B, 1n)).toBeUndefined();
    expect(transferFunds(k, A, ISO, 1n)?.log).toMatch(BLOCKED);
    expect(transferFunds(k, ISO, A, 1n)?.log).toMatch(BLOCKED);
  });

  it("risk §14.14 G4: the later cause counts", () => {
    const k = world();
    k.blocktime.downtimes.set([
      { durationNs: 300_000_000_000n, block: { height: 500, seconds: 0, nanos: 0 } },
    ]);
    at(k, 520);
    recordNegativeTnc(k, BTC);
    expect(queryBlockedInfo(k, BTC)).toEqual({
      negativeTncSubaccountSeenAtBlock: 520,
      chainOutageSeenAtBlock: 500,
      withdrawalsAndTransfersUnblockedAtBlock: 570,
    });
    expect(transferFunds(at(k, 569), A, B, 1n)?.log).toMatch(BLOCKED);
    expect(transferFunds(at(k, 570), A, B, 1n)).toBeUndefined();
  });

  it("refuses withdrawals beyond the free collateral and to blocked addresses", () => {
    const k = world();
    expect(withdrawFundsToAccount(k, A, B.owner, 1_001n)?.log).toMatch(/NewlyUndercollateralized/);
    expect(
      withdrawFundsToAccount(k, A, "dydx17xpfvakm2amg962yls6f84z3kell8c5leqdyt2", 1n),
    ).toMatchObject({
      codespace: "sdk",
      code: 4,
    });
    expect(withdrawFundsToAccount(k, A, B.owner, 1_000n)).toBeUndefined();
    expect(k.subaccounts.subaccounts.has(subaccountKey(A))).toBe(false);
  });
});
