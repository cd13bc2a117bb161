import { createSilentLogger } from "@perpetua/telemetry";
import { describe, expect, it } from "vitest";
import { AutoSource } from "../../../src/daemons/price/autoSource.js";
import type { PriceSource } from "../../../src/daemons/price/source.js";

const LIVE = new Map([[0, 90n]]);
const SIM = new Map([[0, 28n]]);

function make() {
  const live = { alive: false, closed: false };
  const simulated: number[] = [];
  const source = new AutoSource({
    live: {
      isAlive: () => live.alive,
      prices: () => LIVE,
      close: () => {
        live.closed = true;
      },
    },
    simulate: (nowMs): PriceSource => {
      simulated.push(nowMs);
      return { kind: "sim", prices: () => SIM, close: () => undefined };
    },
    logger: createSilentLogger(),
    startMs: 0,
  });
  return { live, source, simulated };
}

describe("AutoSource", () => {
  it("proposes nothing until it knows, then takes the exchanges", () => {
    const { live, source } = make();
    expect([source.prices(0), source.kind]).toEqual([new Map(), "sim"]);
    live.alive = true;
    expect([source.prices(1_000), source.kind]).toEqual([LIVE, "live"]);
  });

  it("takes the simulated market when nobody answers, and stays with it", () => {
    const { live, source } = make();
    expect([source.prices(5_000), source.kind]).toEqual([SIM, "sim"]);
    expect(live.closed).toBe(true);
    live.alive = true;
    expect([source.prices(6_000), source.kind]).toEqual([SIM, "sim"]);
  });

  it("bridges an outage with simulated prices and returns to the exchanges", () => {
    const { live, source, simulated } = make();
    live.alive = true;
    source.prices(1_000);
    live.alive = false;
    expect([source.prices(40_000), source.kind]).toEqual([SIM, "sim"]);
    live.alive = true;
    expect([source.prices(50_000), source.kind]).toEqual([LIVE, "live"]);
    live.alive = false;
    source.prices(90_000);
    expect(simulated).toEqual([40_000, 90_000]);
    expect(live.closed).toBe(false);
  });
});
