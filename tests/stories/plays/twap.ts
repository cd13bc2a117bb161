import assert from "node:assert/strict";
import type { FillRow } from "../../support/indexer.js";
import { show, until } from "../../support/until.js";
import { Trader } from "../trader.js";
import type { Story } from "../world.js";

const TWAP = 128;
/** The fewest legs and the shortest duration that the chain takes for more than one leg. */
const DURATION_SECONDS = 300;
const INTERVAL_SECONDS = 150;
const LEGS = 2n;
const TOLERANCE_PPM = 20_000;
const GRACE_MS = 30_000;

/** A market TWAP buys its size in equal legs, one interval apart. */
export const twap: Story = async (world, check) => {
  const market = await world.market("ada");
  const trader = await Trader.create(world, { 0: 2_000 });
  const legQuantums = await market.sizeWorth(400);
  const quantums = LEGS * legQuantums;
  const { message, clientId } = trader.stateful(
    { market, side: "BUY", quantums, subticks: 0n },
    TWAP,
    {
      twapParameters: {
        duration: DURATION_SECONDS,
        interval: INTERVAL_SECONDS,
        priceTolerance: TOLERANCE_PPM,
      },
    },
  );
  const order = () => world.indexer.order(trader.account(), clientId);
  const fills = () => world.indexer.fills(trader.account());
  const filled = (wanted: bigint) => (rows: readonly FillRow[]) =>
    market.quantumsOf(rows) === wanted;

  await check("the first leg is bought at once", async () => {
    await trader.deliver(message);
    const half = (now: bigint) => now === legQuantums;
    await until("one leg on the chain", () => trader.position(market), half);
    const rows = await until("its fills", fills, filled(legQuantums));
    assert.deepEqual(new Set(rows.map(({ type }) => type)), new Set(["TWAP_SUBORDER"]));
    const row = await order();
    assert.equal(row?.type, "TWAP", show(row));
    assert.equal(Number(row?.size), market.size(quantums), show(row));
    assert.equal(Number(row?.totalFilled), market.size(legQuantums), show(row));
    assert.deepEqual([row?.duration, row?.interval], ["300", "150"]);
    return undefined;
  });

  await check("completes with the second leg, one interval later", async () => {
    const whole = (now: bigint) => now === quantums;
    const timeoutMs = INTERVAL_SECONDS * 1_000 + GRACE_MS;
    await until("both legs on the chain", () => trader.position(market), whole, timeoutMs);
    const rows = await until("its fills", fills, filled(quantums));
    const times = rows.map(({ createdAt }) => Date.parse(createdAt) / 1_000);
    const apart = Math.max(...times) - Math.min(...times);
    // Each leg is matched in the block after the one that made it.
    assert.ok(Math.abs(apart - INTERVAL_SECONDS) < 5, `legs are ${apart} s apart`);
    const size = market.size(quantums);
    const done = await until("order", order, (row) => Number(row?.totalFilled) === size);
    assert.equal(done?.status, "FILLED", show(done));
    return `${LEGS} legs, ${apart.toFixed(1)} s apart`;
  });
};
