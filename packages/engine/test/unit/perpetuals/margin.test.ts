import { describe, expect, it } from "vitest";
import {
  baseQuantumsOf,
  marginRequirements,
  mustPerpetual,
  notional,
} from "../../../src/perpetuals/index.js";
import { BTC, createWorld, EIGEN, LINK, setOpenInterest } from "../subaccounts/world.js";

const SHIB = 30;
const PEPE = 28;

interface Case {
  name: string;
  perpetual: number;
  q: bigint;
  nc: bigint;
  imr: bigint;
  mmr: bigint;
  openInterest?: bigint;
  imf?: number;
}

const cases: Case[] = [
  {
    name: "risk §14.1 M1",
    perpetual: BTC,
    q: 15_000_000_000n,
    nc: 43_032_292_860n,
    imr: 860_645_858n,
    mmr: 516_387_515n,
  },
  {
    name: "risk §14.1 M2",
    perpetual: BTC,
    q: -3_333_333_333n,
    nc: -9_562_731_745n,
    imr: 191_254_635n,
    mmr: 114_752_781n,
  },
  {
    name: "risk §14.1 M3",
    perpetual: LINK,
    q: 123_456_789n,
    nc: 889_462_583n,
    imr: 88_946_259n,
    mmr: 44_473_130n,
  },
  { name: "risk §14.1 M4", perpetual: BTC, q: 1n, nc: 2n, imr: 1n, mmr: 1n },
  { name: "risk §14.1 M5", perpetual: BTC, q: -1n, nc: -2n, imr: 1n, mmr: 1n },
  {
    name: "risk §14.1 M6",
    perpetual: SHIB,
    q: 1_000_000n,
    nc: 8_895_882n,
    imr: 889_589n,
    mmr: 444_795n,
  },
  {
    name: "risk §14.1 M7",
    perpetual: PEPE,
    q: 1_000_000n,
    nc: 2_481_900n,
    imr: 248_190n,
    mmr: 124_095n,
  },
  {
    name: "risk §14.1 M8",
    perpetual: LINK,
    q: 100_000_000n,
    openInterest: 2_700_000_000_000n,
    nc: 720_464_698n,
    imr: 72_046_470n,
    mmr: 36_023_235n,
  },
  {
    name: "risk §14.1 M9",
    perpetual: LINK,
    q: 100_000_000n,
    openInterest: 5_000_000_000_000n,
    nc: 720_464_698n,
    imr: 418_371_689n,
    mmr: 36_023_235n,
  },
  {
    name: "risk §14.1 M10",
    perpetual: LINK,
    q: 100_000_000n,
    openInterest: 7_000_000_000_000n,
    nc: 720_464_698n,
    imr: 720_464_698n,
    mmr: 36_023_235n,
  },
  {
    name: "risk §14.1 M11",
    perpetual: LINK,
    q: 100_000_000n,
    openInterest: 5_000_000_000_000n,
    imf: 300_000,
    nc: 720_464_698n,
    imr: 418_371_689n,
    mmr: 36_023_235n,
  },
  {
    name: "risk §14.1 M12",
    perpetual: LINK,
    q: 100_000_000n,
    openInterest: 5_000_000_000_000n,
    imf: 700_000,
    nc: 720_464_698n,
    imr: 504_325_289n,
    mmr: 36_023_235n,
  },
  {
    name: "risk §14.1 M13",
    perpetual: BTC,
    q: 10_000_000_000n,
    imf: 200_000,
    nc: 28_688_195_240n,
    imr: 5_737_639_048n,
    mmr: 344_258_343n,
  },
  {
    name: "risk §14.1 M14",
    perpetual: EIGEN,
    q: 1_000_000_000n,
    openInterest: 100_000_000_000n,
    nc: 4_973_000_000n,
    imr: 248_650_000n,
    mmr: 149_190_000n,
  },
  {
    name: "risk §14.1 M15",
    perpetual: EIGEN,
    q: 1_000_000_000n,
    openInterest: 101_000_000_000n,
    nc: 4_973_000_000n,
    imr: 270_123_414n,
    mmr: 149_190_000n,
  },
  {
    name: "risk §14.1 M16",
    perpetual: EIGEN,
    q: 1_000_000_000n,
    openInterest: 150_000_000_000n,
    nc: 4_973_000_000n,
    imr: 2_572_557_765n,
    mmr: 149_190_000n,
  },
];

describe("risk §14.1 notional and margin", () => {
  for (const c of cases) {
    it(c.name, () => {
      const k = createWorld();
      if (c.openInterest !== undefined) setOpenInterest(k, c.perpetual, c.openInterest);
      const risk = marginRequirements(k, mustPerpetual(k, c.perpetual), c.q, c.imf ?? 0);
      expect(risk).toEqual({ nc: c.nc, imr: c.imr, mmr: c.mmr });
    });
  }

  it("risk §14.1 M17: quote to base truncates towards zero on both sides", () => {
    const k = createWorld();
    const btc = mustPerpetual(k, BTC);
    expect(baseQuantumsOf(k, btc, 10_000_000_000n)).toBe(3_485_754_302n);
    expect(baseQuantumsOf(k, btc, -10_000_000_000n)).toBe(-3_485_754_302n);
  });

  it("a short is worth minus the long", () => {
    const k = createWorld();
    const link = mustPerpetual(k, LINK);
    expect(notional(k, link, -123_456_789n)).toBe(-notional(k, link, 123_456_789n));
  });
});
