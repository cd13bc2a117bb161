import { startTestServices } from "@perpetua/localnet";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  applyMigrations,
  blocks,
  createDatabase,
  type Database,
  deleteOutbox,
  insertOutbox,
  inTransaction,
  markets,
  type PerpetualPositionRow,
  readOutbox,
  selectRows,
  tendermintEvents,
  wallets,
  writeRows,
} from "../../src/index.js";

const services = await startTestServices();
let database: Database;

beforeAll(async () => {
  await applyMigrations(services.databaseUrl);
  database = createDatabase({ url: services.databaseUrl });
});
afterAll(async () => {
  await database.close();
  await services.stop();
});

test("rows come back as they were written: exact numerics, bytes, times, nulls", async () => {
  const time = new Date("2026-11-23T07:34:34.498Z");
  await writeRows(database.pool, blocks, [{ blockHeight: 7n, time }]);
  const event = {
    id: "000000070000000200000003",
    blockHeight: 7n,
    transactionIndex: 0,
    eventIndex: 3,
  };
  await writeRows(database.pool, tendermintEvents, [event]);
  const rows = [
    { id: 1, pair: 'A,"B"\\-{USD}', exponent: -5, minPriceChangePpm: 1, oraclePrice: null },
    { id: 2, pair: "NULL", exponent: -5, minPriceChangePpm: 1, oraclePrice: "0.10" },
    {
      id: 3,
      pair: "",
      exponent: -5,
      minPriceChangePpm: 1,
      oraclePrice: "123456789012345678901234567890.000000000000000000012345",
    },
  ];
  await writeRows(database.pool, markets, rows);
  expect(await selectRows(database.pool, blocks, "")).toEqual([{ blockHeight: 7n, time }]);
  expect(await selectRows(database.pool, tendermintEvents, "")).toEqual([event]);
  expect(await selectRows(database.pool, markets, `ORDER BY "id"`)).toEqual(rows);
});

test("on conflict: error, nothing, some columns, all columns", async () => {
  const row = { address: "a", totalTradingRewards: "1.000000000000000000", totalVolume: "5" };
  const changed = { address: "a", totalTradingRewards: "2.000000000000000000", totalVolume: "6" };
  await writeRows(database.pool, wallets, [row]);
  await expect(writeRows(database.pool, wallets, [row])).rejects.toMatchObject({ code: "23505" });
  await writeRows(database.pool, wallets, [changed], "nothing");
  expect(await selectRows(database.pool, wallets, "")).toEqual([row]);
  await writeRows(database.pool, wallets, [changed], ["totalTradingRewards"]);
  expect(await selectRows(database.pool, wallets, "")).toEqual([{ ...changed, totalVolume: "5" }]);
  await writeRows(database.pool, wallets, [changed], "replace");
  expect(await selectRows(database.pool, wallets, "")).toEqual([changed]);
});

test("a transaction that throws leaves nothing", async () => {
  const attempt = inTransaction(database.pool, async (tx) => {
    await writeRows(tx, blocks, [{ blockHeight: 99n, time: new Date() }]);
    await tx.query("SELECT 1 / 0");
  });
  await expect(attempt).rejects.toThrow("division by zero");
  expect(await selectRows(database.pool, blocks, `WHERE "blockHeight" = 99`)).toEqual([]);
});

test("the outbox keeps blocks in order until they are deleted", async () => {
  for (const height of [3n, 1n, 2n]) {
    await insertOutbox(database.pool, {
      blockHeight: height,
      payload: Buffer.from([Number(height)]),
    });
  }
  expect((await readOutbox(database.pool, 10)).map((row) => row.blockHeight)).toEqual([1n, 2n, 3n]);
  await deleteOutbox(database.pool, 2n);
  const left = await readOutbox(database.pool, 10);
  expect(left.map((row) => [row.blockHeight, [...row.payload]])).toEqual([[3n, [3]]]);
});

test("CHECKs of indexer.md §1.2 hold", async () => {
  const position: Partial<PerpetualPositionRow> = { side: "UP" };
  const bad = database.pool.query(`INSERT INTO vaults VALUES ('x', 1, $1, now(), now())`, [
    position.side,
  ]);
  await expect(bad).rejects.toMatchObject({ code: "23514" });
});
