import { beforeAll, describe, expect, it } from "vitest";
import type { EngineKernel } from "../../../src/app/kernel.js";
import {
  liquidityTierOf,
  mustPerpetual,
  notional,
  openInterestMarginFractionPpm,
} from "../../../src/perpetuals/index.js";
import { accountRisk, getSubaccount, positionSize } from "../../../src/subaccounts/index.js";
import { fillText, GRACE, quoteOf } from "./describe.js";
import { History } from "./history.js";
import { liquidationExamples } from "./liquidations.js";
import { type MainHistory, playMain } from "./mainHistory.js";
import { tradeExamples } from "./trades.js";
import { vaultExamples } from "./vaults.js";

describe("examples of the recording main", () => {
  let main: MainHistory;
  beforeAll(() => {
    main = playMain();
  });
  tradeExamples(() => main);
  liquidationExamples(() => main);
  vaultExamples(() => main);
});

const ADA = 6;
const BUYER = { owner: GRACE, number: 0 };

describe("examples of the recording edge", () => {
  const probes = {
    e1: [
      164,
      (k: EngineKernel) => {
        const ada = mustPerpetual(k, ADA);
        const open = notional(k, ada, ada.openInterest);
        return {
          openInterest: open,
          imfPpm: openInterestMarginFractionPpm(liquidityTierOf(k, ada), open),
          position: positionSize(getSubaccount(k, BUYER), ADA),
          risk: accountRisk(k, BUYER),
        };
      },
    ],
  } as const;
  let edge: History<typeof probes>;
  beforeAll(() => {
    edge = new History("edge", probes);
  });

  it("clob §13 ex. E1: a margin scaled by open interest is still met (edge 164)", () => {
    expect(edge.at("e1")).toEqual({
      openInterest: 33_662_881_267n,
      imfPpm: 799_324n,
      position: 2_533_000_000n,
      risk: { nc: 19_996_521_963n, imr: 5_909_721_788n, mmr: 221_801_990n },
    });
    expect(edge.block(164).fills.map((f) => f.fillAmount)).toEqual([2_500_000_000n]);
  });

  it("clob §13 ex. E2: a TWAP leg rests and is hit, the rest meets an IOC (edge 158)", () => {
    const block = edge.block(158);
    expect(block.fills.map(fillText)).toEqual([
      "33000000 @ 2977000000, 49121 / -10806",
      "3000000000 @ 2918000000, 4377000 / -962940",
    ]);
    expect(block.fills[0]?.makerOrder?.orderId?.orderFlags).toBe(256);
    expect(quoteOf(block, 0)).toBe(98_241_000n);
    const next = edge
      .heights()
      .filter((height) => height > 158)
      .flatMap((height) => edge.block(height).stateful)
      .find((e) => e.longTermOrderPlacement?.order?.orderId?.orderFlags === 256);
    expect(next?.longTermOrderPlacement?.order?.quantums).toBe(33_000_000n);
  });
});
