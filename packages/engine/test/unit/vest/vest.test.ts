import { describe, expect, it } from "vitest";
import { moduleAddress } from "../../../src/auth/index.js";
import { balanceOf, mintCoins, NATIVE_DENOM } from "../../../src/bank/index.js";
import { GenesisJson } from "../../../src/state/index.js";
import {
  beginBlock,
  deleteVestEntry,
  initGenesis,
  setVestEntry,
  vestEntry,
  vestedAmount,
} from "../../../src/vest/index.js";
import { createWorld } from "../subaccounts/world.js";

const START = 1_672_531_200_000n;
const END = 1_735_689_600_000n;

describe("risk §14.12 vest", () => {
  it("risk §14.12 X1: a block's part", () => {
    const balance = 2n * 10n ** 26n;
    expect(vestedAmount(balance, START, END, START, START + 1500n)).toBe(
      4_749_962_000_303_997_568n,
    );
  });
  it("risk §14.12 X2: a block that straddles the end", () =>
    expect(vestedAmount(1_000_000n, START, END, END - 1000n, END + 1000n)).toBe(1_000_000n));
  it("risk §14.12 X3: after the end", () =>
    expect(vestedAmount(1_000_000n, START, END, END, END + 1n)).toBe(0n));
  it("risk §14.12 X4: a block that straddles the start", () => {
    expect(vestedAmount(1_000_003n, 1_000_000n, 2_000_000n, 995_000n, 1_002_500n)).toBe(2_500n);
  });
  it("risk §14.12 X5: floored", () => {
    expect(vestedAmount(10n, 0n, 1_000_000n, 0n, 99_999n)).toBe(0n);
    expect(vestedAmount(10n, 0n, 1_000_000n, 0n, 100_000n)).toBe(1n);
  });
  it("risk §14.12 X6: at the start", () =>
    expect(vestedAmount(10n, START, END, START - 5n, START)).toBe(0n));

  it("moves the whole balance in the block that straddles the end (recorded, block 2)", () => {
    const k = createWorld(2, 1_795_419_234);
    initGenesis(
      k,
      new GenesisJson(
        {
          vest_entries: [
            {
              vester_account: "rewards_vester",
              treasury_account: "rewards_treasury",
              denom: NATIVE_DENOM,
              start_time: "2023-01-01T00:00:00Z",
              end_time: "2025-01-01T00:00:00Z",
            },
          ],
        },
        "vest",
      ),
    );
    expect(vestEntry(k, "rewards_vester")?.startTime).toEqual({ seconds: START / 1000n, nanos: 0 });
    expect(vestEntry(k, "rewards_vester")?.endTime).toEqual({ seconds: END / 1000n, nanos: 0 });
    k.blocktime.previousBlock.set({ height: 1, seconds: Number(START / 1000n), nanos: 0 });
    const all = 200_000_000n * 10n ** 18n;
    mintCoins(k, moduleAddress("rewards_vester"), NATIVE_DENOM, all);
    beginBlock(k);
    expect(balanceOf(k, moduleAddress("rewards_treasury"), NATIVE_DENOM)).toBe(all);
  });

  it("entries are checked, replaced and deleted", () => {
    const k = createWorld();
    const entry = {
      vesterAccount: "v",
      treasuryAccount: "t",
      denom: NATIVE_DENOM,
      startTime: { seconds: 1n, nanos: 0 },
      endTime: { seconds: 2n, nanos: 0 },
    };
    expect(setVestEntry(k, { ...entry, vesterAccount: "" })).toMatchObject({ code: 1001 });
    expect(setVestEntry(k, { ...entry, treasuryAccount: "" })).toMatchObject({ code: 1002 });
    expect(setVestEntry(k, { ...entry, denom: "1" })).toMatchObject({ code: 1003 });
    expect(setVestEntry(k, { ...entry, endTime: entry.startTime })).toMatchObject({ code: 1005 });
    expect(setVestEntry(k, entry)).toBeUndefined();
    expect(deleteVestEntry(k, "v")).toBeUndefined();
    expect(deleteVestEntry(k, "v")).toMatchObject({ code: 1004 });
  });
});
