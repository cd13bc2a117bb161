import { expect, test } from "vitest";
import type { SqlReader } from "../../src/deps.js";
import { getFundingPayments } from "../../src/services/funding/getFundingPayments.js";
import { getPnl } from "../../src/services/pnl/getPnl.js";
import { positionJoins } from "../../src/services/subaccounts/readAccounts.js";

/** A database that answers every question with the same rows. */
function answering(rows: readonly object[]): SqlReader & { readonly texts: string[] } {
  const texts: string[] = [];
  return {
    texts,
    query: async <Row>(text: string) => {
      texts.push(text);
      return [...rows] as Row[];
    },
  };
}

const account = { address: "dydx1a", subaccountNumber: 0, limit: 10 };

test("funding payments show the database's digits (recorded: roundtable, -0.001100 at height 170)", async () => {
  const row = {
    subaccountNumber: "0",
    createdAt: "2026-11-23T08:45:00.000Z",
    createdAtHeight: "170",
    perpetualId: "2",
    ticker: "LINK-USD",
    oraclePrice: "6.716219576",
    size: "0.20",
    side: "LONG",
    rate: "0.0000125",
    payment: "-0.001100",
    fundingIndex: "0.000005",
  };
  const db = answering([row]);
  const markets = {
    all: async () => [],
    byTicker: async () => undefined,
    byClobPairId: async () => undefined,
  };
  const { fundingPayments } = await getFundingPayments({ db, markets }, account);
  expect(fundingPayments).toEqual([row]);
});

test("sums of the pnl series keep their trailing zeros (api.md §1.16)", async () => {
  const row = {
    equity: "10285.7496900",
    netTransfers: "10000",
    totalPnl: "285.7496900",
    createdAt: "2024-01-01T01:00:00.000Z",
    createdAtHeight: "10",
  };
  const { pnl } = await getPnl({ db: answering([row]) }, account);
  expect(pnl).toEqual([row]);
});

test("a funding index 14 400 blocks back is too old (indexer.md §6.5: H − 14 400 < height)", () => {
  expect(positionJoins("7")).toContain('f."effectiveAtHeight" > 7 - 14400');
});
