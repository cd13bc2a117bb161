import assert from "node:assert/strict";
import { clob } from "@perpetua/protocol";
import { show, until } from "../../support/until.js";
import { Trader } from "../trader.js";
import type { Story } from "../world.js";

const CONDITIONAL = 32;
/** Blocks in which a wrong trigger would show. */
const QUIET_BLOCKS = 3;

/** A long position is sold by its stop-loss when, and only when, the oracle falls through it. */
export const stopLoss: Story = async (world, check) => {
  const market = await world.market("sol");
  const trader = await Trader.create(world, { 0: 2_000 });
  const quantums = await market.sizeWorth(500);
  const trigger = await market.subticksAt(960n);
  const { message, clientId } = trader.stateful(
    {
      market,
      side: "SELL",
      quantums,
      subticks: await market.subticksAt(920n),
      immediate: true,
      reduceOnly: true,
    },
    CONDITIONAL,
    {
      conditionType: clob.Order_ConditionType.CONDITION_TYPE_STOP_LOSS,
      conditionalOrderTriggerSubticks: trigger,
    },
  );
  const order = () => world.indexer.order(trader.account(), clientId);

  await check("waits untriggered below the oracle", async () => {
    await trader.take({ market, side: "BUY", quantums });
    await trader.deliver(message);
    const placed = await until("the order", order, (row) => row !== undefined);
    assert.equal(placed?.status, "UNTRIGGERED", show(placed));
    assert.equal(placed?.type, "STOP_LIMIT", show(placed));
    assert.ok(Number(placed?.triggerPrice) > 0, show(placed));
    return undefined;
  });

  await check("an oracle move that does not reach it leaves it alone", async () => {
    await market.moveOracle(970n);
    const { height } = await world.node.tip();
    await world.indexed((await world.node.waitForHeight(height + QUIET_BLOCKS)) - 1);
    assert.equal(await trader.position(market), quantums);
    assert.equal((await order())?.status, "UNTRIGGERED");
    return undefined;
  });

  await check("triggers when the oracle crosses it", async () => {
    const raw = await market.moveOracle(980n);
    const closed = (now: bigint) => now === 0n;
    await until("position closed on the chain", () => trader.position(market), closed);
    const done = await until("order filled", order, (row) => row?.status === "FILLED");
    assert.equal(Number(done?.totalFilled), market.size(quantums), show(done));
    const positions = await world.indexer.positions(trader.account());
    assert.deepEqual(
      positions.map(({ market: ticker, status }) => [ticker, status]),
      [[market.ticker, "CLOSED"]],
    );
    const fills = await world.indexer.fills(trader.account());
    const sold = fills.filter(({ side }) => side === "SELL");
    assert.ok(sold.length > 0, show(fills));
    const oracle = market.price(raw, (await market.oraclePrice()).exponent);
    for (const { price } of sold) {
      assert.ok(Math.abs(Number(price) / oracle - 1) < 0.02, `sold at ${price}, oracle ${oracle}`);
    }
    return `sold ${market.size(quantums)} at ${sold.map(({ price }) => price).join(", ")}`;
  });
};
