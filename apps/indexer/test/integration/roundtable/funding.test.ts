import { afterAll, beforeAll, expect, test } from "vitest";
import { updateFundingPayments } from "../../../src/roundtable/tasks/updateFundingPayments.js";
import { updatePnl } from "../../../src/roundtable/tasks/updatePnl.js";
import { type RoundtableWorld, startRoundtableWorld } from "./world.js";

const ALICE = "1cb3a8eb-d3d5-5c64-867b-bf10d8e9e2d0";
let world: RoundtableWorld;

/** Two markets; ETH has no funding update at height 20. */
beforeAll(async () => {
  world = await startRoundtableWorld();
  await world.database.pool.query(`
    INSERT INTO liquidity_tiers (id, "initialMarginPpm", "maintenanceFractionPpm")
      VALUES (0, 50000, 600000);
    INSERT INTO subaccounts (id, address, "subaccountNumber", "updatedAt", "updatedAtHeight")
      VALUES ('${ALICE}', 'alice', 0, now(), 1);`);
  for (const [id, ticker] of ["BTC-USD", "ETH-USD"].entries()) {
    await world.database.pool.query(`
      INSERT INTO markets (id, pair, exponent, "minPriceChangePpm") VALUES (${id}, '${ticker}', -5, 1);
      INSERT INTO perpetual_markets (id, "clobPairId", ticker, "marketId", status,
        "priceChange24H", "volume24H", "trades24H", "nextFundingRate", "openInterest",
        "quantumConversionExponent", "atomicResolution", "subticksPerTick", "stepBaseQuantums")
        VALUES (${id}, ${id}, '${ticker}', ${id}, 'ACTIVE', 0, 0, 0, 0, 0, -9, -10, 1, 1)`);
  }
  for (const height of [5, 10, 20, 30]) {
    await world.database.pool.query(
      `INSERT INTO blocks ("blockHeight", time) VALUES (${height}, to_timestamp(${height}))`,
    );
  }
});
afterAll(() => world.stop());

let events = 0;

async function event(height: number): Promise<string> {
  events += 1;
  const id = Buffer.alloc(12);
  id.writeUInt32BE(height, 0);
  id.writeUInt32BE(events, 8);
  await world.database.pool.query(
    `INSERT INTO tendermint_events (id, "blockHeight", "transactionIndex", "eventIndex")
     VALUES ($1, ${height}, 0, ${events})`,
    [id],
  );
  return `\\x${id.toString("hex")}`;
}

async function fill(height: number, market: number, side: string, size: string): Promise<void> {
  const id = `00000000-0000-5000-8000-${String(events).padStart(12, "0")}`;
  await world.database.pool.query(
    `INSERT INTO fills (id, "subaccountId", side, liquidity, type, "clobPairId", size, price,
       "quoteAmount", "eventId", "transactionHash", "createdAt", "createdAtHeight", fee)
     VALUES ($1, '${ALICE}', $2, 'TAKER', 'LIMIT', ${market}, $3, 100, $3::numeric * 100, $4, 'x',
       to_timestamp(${height}), ${height}, '0.5')`,
    [id, side, size, await event(height)],
  );
}

async function fundingUpdate(height: number, market: number, index: string): Promise<void> {
  const id = `00000000-0000-5000-9000-${String(events).padStart(12, "0")}`;
  await world.database.pool.query(
    `INSERT INTO funding_index_updates (id, "perpetualId", "eventId", rate, "oraclePrice",
       "fundingIndex", "effectiveAt", "effectiveAtHeight")
     VALUES ($1, ${market}, $2, 0.0001, 110, $3, to_timestamp(${height}), ${height})`,
    [id, await event(height), index],
  );
}

test("a position survives a height at which its market had no update (Q17)", async () => {
  await fill(5, 0, "BUY", "2");
  await fill(5, 1, "SELL", "3");
  await fundingUpdate(10, 0, "1.5");
  await fundingUpdate(10, 1, "0.5");
  await fundingUpdate(20, 0, "2.5");
  await fundingUpdate(30, 0, "2.5");
  await fundingUpdate(30, 1, "0.75");
  await updateFundingPayments.run(world.context);
  const { rows } = await world.database.pool.query(
    `SELECT "createdAtHeight"::int, ticker, side, size, payment FROM funding_payments
     ORDER BY "createdAtHeight", ticker`,
  );
  expect(rows.map((row) => Object.values(row).join(" "))).toEqual([
    "10 BTC-USD LONG 2 -3.0",
    "10 ETH-USD SHORT -3 1.5",
    "20 BTC-USD LONG 2 -2.0",
    "30 BTC-USD LONG 2 0.0",
    "30 ETH-USD SHORT -3 0.75",
  ]);
});

test("profit begins with the first transfer, and a second run adds nothing", async () => {
  await world.database.pool.query(`
    INSERT INTO assets (id, "atomicResolution", "hasMarket", symbol) VALUES ('0', -6, false, 'USDC');
    INSERT INTO wallets (address, "totalTradingRewards") VALUES ('alice', 0);`);
  await world.database.pool.query(
    `INSERT INTO transfers (id, "senderWalletAddress", "recipientSubaccountId", "assetId", size,
       "eventId", "transactionHash", "createdAt", "createdAtHeight")
     VALUES ('00000000-0000-5000-a000-000000000000', 'alice', '${ALICE}', '0', 1000, $1, 'x',
       to_timestamp(5), 5)`,
    [await event(5)],
  );
  await updatePnl.run(world.context);
  await updatePnl.run(world.context);
  const { rows } = await world.database.pool.query(
    `SELECT "createdAtHeight"::int AS height, trim_scale("totalPnl") AS pnl,
       trim_scale(equity) AS equity FROM pnl ORDER BY "createdAtHeight"`,
  );
  // Fills: −200 + 300 − 1 of fees; held at 10: 220 − 330; paid −3 + 1.5.
  expect(rows[0]).toEqual({ height: 10, pnl: "-12.5", equity: "987.5" });
  expect(rows).toHaveLength(3);
});
