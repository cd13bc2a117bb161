import { addOrderbookMidPrices, Topic } from "@perpetua/messaging";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ender } from "../../../src/ender/createEnder.js";
import {
  ALICE,
  BOB,
  block,
  deposit,
  GENESIS_TIME,
  genesis,
  order,
  type TestEvent,
  update,
} from "./blocks.js";
import { E9, fill } from "./examples.js";
import { type EnderWorld, sentOn, startWorld } from "./support.js";

const T = 1_700_000_000_000;
let world: EnderWorld;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const apply = (ender: Ender, height: number, time: string, events: readonly TestEvent[]) =>
  ender.processBlock(block(height, `2024-01-01T${time}Z`, events), T);

async function minutes(): Promise<Record<string, unknown>[]> {
  const { rows } = await world.database.pool.query(
    `SELECT to_char("startedAt", 'MI') AS minute, "orderbookMidPriceOpen" AS open,
       "orderbookMidPriceClose" AS close, "startingOpenInterest" AS interest
     FROM candles WHERE resolution = '1MIN' ORDER BY "startedAt"`,
  );
  return rows;
}

test("candles note the median of the cached mid prices; a restarted ender knows it at once (§4.6)", async () => {
  const first = await world.restart();
  await first.processBlock(block(0, GENESIS_TIME, genesis), T);
  await apply(first, 1, "00:00:01.000", [...deposit(ALICE, 0), ...deposit(BOB, 1)]);
  const maker = order({
    subaccountId: BOB,
    clientId: 1,
    side: "SELL",
    quantums: E9,
    price: 50_000,
  });
  const taker = order({
    subaccountId: ALICE,
    clientId: 2,
    side: "BUY",
    quantums: E9,
    price: 50_000,
  });
  await apply(first, 2, "00:00:02.000", [
    update(ALICE, 5_000_000_000n, E9),
    update(BOB, 15_000_000_000n, -E9),
    fill({
      makerOrder: maker,
      order: taker,
      fillAmount: E9,
      totalFilledMaker: E9,
      totalFilledTaker: E9,
    }),
  ]);
  expect(await minutes()).toEqual([{ minute: "00", open: null, close: null, interest: "0" }]);

  await addOrderbookMidPrices(world.redis, new Map([["BTC-USD", "12.205"]]), 1);
  await addOrderbookMidPrices(world.redis, new Map([["BTC-USD", "12.22"]]), 2);
  const second = await world.restart();
  await apply(second, 3, "00:01:00.000", []);
  const median = "12.2125000000000005";
  expect(await minutes()).toEqual([
    { minute: "00", open: null, close: median, interest: "0" },
    { minute: "01", open: median, close: median, interest: "0.1" },
  ]);

  await addOrderbookMidPrices(world.redis, new Map([["BTC-USD", "13"]]), 70);
  await second.refreshMidPrices();
  await apply(second, 4, "00:02:00.000", []);
  expect((await minutes()).slice(1)).toEqual([
    { minute: "01", open: median, close: "13", interest: "0.1" },
    { minute: "02", open: "13", close: "13", interest: "0.1" },
  ]);
  await second.flush();
  const sent = sentOn(world.producer, Topic.candles)
    .map(({ contents }) => contents as Record<string, unknown>)
    .filter(({ resolution }) => resolution === "1MIN");
  expect(sent.map(({ orderbookMidPriceClose }) => orderbookMidPriceClose)).toEqual([
    null,
    median,
    median,
    "13",
    "13",
  ]);
});
