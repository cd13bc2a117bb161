import { decodeSerializableInt, indexerEvents } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { FUNDING_SAMPLE, FUNDING_TICK } from "../../../src/epochs/index.js";
import {
  addPremiumVotes,
  createPerpetual,
  endBlock,
  fundingIndexDelta,
  fundingRatePpm,
  getParams,
  median,
  mustPerpetual,
  paddedAverage,
  premiumVotesToPropose,
  setPerpetual,
  trimTails,
} from "../../../src/perpetuals/index.js";
import { BTC, createWorld, ETH, LINK, type RiskKernel, setPrice } from "../subaccounts/world.js";

const zeros = (n: number) => new Array<number>(n).fill(0);
const times = (n: number, v: number) => new Array<number>(n).fill(v);

/** Sets params so that the worked examples' round numbers apply. */
function minVotes(k: RiskKernel, n: number): void {
  k.perpetuals.params.set({ ...getParams(k), minNumVotesPerSample: n });
}

function startEpoch(k: RiskKernel, name: string, duration: number): void {
  const info = k.epochs.infos.get(name);
  if (info === undefined) throw new Error(name);
  k.epochs.infos.set(name, { ...info, duration, currentEpochStartBlock: k.header.height });
}

function lastFunding(k: RiskKernel): indexerEvents.FundingEventV1 {
  const events = k.indexer.all().filter((e) => e.subtype === "funding_values");
  const last = events.at(-1);
  if (last === undefined) throw new Error("no funding event");
  return indexerEvents.FundingEventV1.decode(last.encode());
}

function recordSamples(
  k: RiskKernel,
  id: number,
  samples: readonly number[],
  rounds: number,
): void {
  const key = String(id).padStart(10, "0");
  k.perpetuals.samples.premiums.set(
    key,
    samples.filter((s) => s !== 0),
  );
  k.perpetuals.samples.rounds.set(rounds);
}

describe("risk §14.6 votes to samples", () => {
  const f1 = [120, 118, 130, 125, 122, 119, 121, 124];
  it("risk §14.6 F1", () => expect(median([...f1, ...zeros(7)])).toBe(118));
  it("risk §14.6 F2", () => expect(median([...f1, 126, ...zeros(11)])).toBe(0));
  it("risk §14.6 F3", () => {
    const votes = [-301, -300, -299, -305, -310, -312, -290, -295, -298];
    expect(median([...votes, ...zeros(7)])).toBe(-293);
  });
  it("risk §14.6 F4", () => expect(median([...times(8, -301), ...zeros(8)])).toBe(-151));
  it("risk §14.6 F5", () => {
    expect(median([...times(8, 7), ...times(8, -4)])).toBe(2);
    expect(median([...times(8, -7), ...times(8, 4)])).toBe(-2);
  });
  it("risk §14.8 R5: medians", () => {
    expect(median([100, 101, 102, 110])).toBe(102);
    expect(median([9, 10])).toBe(10);
  });
  it("votes fold into samples of every perpetual and are reset", () => {
    const k = createWorld();
    minVotes(k, 15);
    for (const [i, ppm] of f1.entries()) {
      const votes = [{ perpetualId: BTC, premiumPpm: ppm }];
      expect(addPremiumVotes(k, { votes }, () => true)).toBeUndefined();
      if (i < 2) addPremiumVotes(k, { votes: [] }, () => true);
    }
    startEpoch(k, FUNDING_SAMPLE, 60);
    endBlock(k);
    const event = lastFunding(k);
    expect(event.type).toBe(indexerEvents.FundingEventV1_Type.TYPE_PREMIUM_SAMPLE);
    expect(event.updates.length).toBe(k.perpetuals.perpetuals.size);
    expect(event.updates[0]).toMatchObject({ perpetualId: BTC, fundingValuePpm: 118 });
    expect(event.updates[1]).toMatchObject({ perpetualId: ETH, fundingValuePpm: 0 });
    expect(k.perpetuals.votes.rounds.get()).toBe(0);
    expect(k.perpetuals.votes.premiums.size).toBe(0);
    expect(k.perpetuals.samples.rounds.get()).toBe(1);
  });
});

describe("risk §14.6 samples to funding", () => {
  const cases: [string, number, number, number[], number, number][] = [
    ["risk §14.6 F6", BTC, 100, times(30, 500), 60, 350],
    ["risk §14.6 F6: 30 rounds", BTC, 100, times(30, 500), 30, 350],
    ["risk §14.6 F7", BTC, 100, times(31, -500), 60, -158],
    ["risk §14.6 F8", BTC, 100, times(60, 480_000), 60, 48_000],
    ["risk §14.6 F9", BTC, 0, times(59, -1), 60, 0],
    ["risk §14.6 F10", LINK, 0, times(60, -600_000), 61, -300_000],
  ];
  for (const [name, id, defaultFundingPpm, samples, rounds, rate] of cases) {
    it(name, () => {
      const k = createWorld();
      const perpetual = mustPerpetual(k, id);
      setPerpetual(k, { ...perpetual, params: { ...perpetual.params, defaultFundingPpm } });
      recordSamples(k, id, samples, rounds);
      startEpoch(k, FUNDING_TICK, 3600);
      const sample = k.epochs.infos.get(FUNDING_SAMPLE);
      if (sample !== undefined) k.epochs.infos.set(FUNDING_SAMPLE, { ...sample, duration: 60 });
      endBlock(k);
      const update = lastFunding(k).updates.find((u) => u.perpetualId === id);
      expect(update?.fundingValuePpm).toBe(rate);
      const index = mustPerpetual(k, id).fundingIndex;
      expect(decodeSerializableInt(update?.fundingIndex ?? new Uint8Array())).toBe(index);
      expect(index === 0n).toBe(rate === 0);
    });
  }

  it.each([
    ["risk §14.6 F11: the index moves by whole units", BTC, 1000n, 358n],
    ["risk §14.6 F12: a small rate", BTC, 100n, 35n],
    ["risk §14.6 F12: a small negative rate", BTC, -100n, -35n],
    ["risk §14.6 F13: ETH", ETH, 100n, 22n],
    ["risk §14.6 F13: LINK", LINK, 100n, 90n],
    ["risk §14.6 F13: LINK, a negative rate", LINK, -250n, -225n],
  ])("%s", (_name, id, rate, delta) => {
    const k = createWorld();
    expect(fundingIndexDelta(k, mustPerpetual(k, id), rate, 3600)).toBe(delta);
  });

  it.each([
    ["risk §14.15 N1: a tick of a minute, LINK", LINK, 7_204_646_989n, 1n],
    ["risk §14.15 N1: a tick of a minute loses BTC's 17,212 parts", BTC, 2_868_819_524n, 0n],
    ["risk §14.15 N2: LINK at a lower price", LINK, 6_340_089_350n, 1n],
  ])("%s", (_name, id, price, delta) => {
    const k = createWorld();
    setPrice(k, id, price);
    expect(fundingIndexDelta(k, mustPerpetual(k, id), 100n, 60)).toBe(delta);
  });

  it("risk §14.15 N3: seven zero samples give the default rate", () => {
    const k = createWorld();
    expect(fundingRatePpm(k, mustPerpetual(k, BTC), paddedAverage([], 7))).toBe(100n);
    const ada = mustPerpetual(k, 6);
    const halved = { ...ada, params: { ...ada.params, defaultFundingPpm: 50 } };
    expect(fundingRatePpm(k, halved, paddedAverage([], 7))).toBe(50n);
  });

  it("risk §14.6 F14: tails", () => {
    const samples = Array.from({ length: 60 }, (_, i) => i + 1);
    expect(trimTails(samples, 50_000)).toEqual(samples.slice(3, 57));
    expect(trimTails(samples, 0)).toEqual(samples);
  });
});

describe("premium votes", () => {
  it("refuses unknown perpetuals, inactive markets and votes beyond the bound", () => {
    const k = createWorld();
    const vote = (perpetualId: number, premiumPpm: number) => ({
      votes: [{ perpetualId, premiumPpm }],
    });
    expect(addPremiumVotes(k, vote(999, 1), () => true)).toMatchObject({ code: 1 });
    expect(addPremiumVotes(k, vote(BTC, 1), () => false)).toMatchObject({ code: 18 });
    expect(addPremiumVotes(k, vote(BTC, 480_001), () => true)).toMatchObject({ code: 10 });
    expect(addPremiumVotes(k, vote(BTC, -480_000), () => true)).toBeUndefined();
  });

  it("proposes clamped votes in id order without zeros", () => {
    const k = createWorld();
    const premiums = new Map([
      [LINK, -7n],
      [BTC, 742_877n],
      [ETH, 0n],
    ]);
    const votes = premiumVotesToPropose(k, (p) => premiums.get(p.params.id));
    expect(votes).toEqual([
      { perpetualId: BTC, premiumPpm: 480_000 },
      { perpetualId: LINK, premiumPpm: -7 },
    ]);
  });

  it("creating a perpetual wipes votes and samples of all markets (risk §15.7)", () => {
    const k = createWorld();
    addPremiumVotes(k, { votes: [{ perpetualId: BTC, premiumPpm: 5 }] }, () => true);
    recordSamples(k, BTC, [5], 3);
    const params = { ...mustPerpetual(k, BTC).params, id: 77, ticker: "X-USD" };
    expect(createPerpetual(k, params)).toBeUndefined();
    expect(k.perpetuals.votes.rounds.get()).toBe(0);
    expect(k.perpetuals.samples.premiums.size).toBe(0);
    expect(createPerpetual(k, params)).toMatchObject({ code: 17 });
  });
});
