import assert from "node:assert/strict";
import { insuranceFundAddress, vaultAddress } from "@perpetua/protocol";
import type { FillRow } from "../../support/indexer.js";
import { show, until } from "../../support/until.js";
import { Trader, USDC } from "../trader.js";
import { type Story, USDC_DENOM } from "../world.js";

/** Nine times leveraged, an account loses its position to the book when the oracle falls 8 %. */
export const liquidation: Story = async (world, check) => {
  const market = await world.market("avax");
  const trader = await Trader.create(world, { 0: 100 });
  // Less than the smallest position that liquidations cut into pieces (clob.md §8.3).
  const quantums = await market.sizeWorth(900);
  const fund = () => world.balance(insuranceFundAddress(), USDC_DENOM);

  await check("an account may open nine times its collateral", async () => {
    await trader.take({ market, side: "BUY", quantums });
    const free = ({ freeCollateral }: { freeCollateral: string }) => Number(freeCollateral) < 10;
    await until("collateral in use", () => world.indexer.subaccount(trader.account()), free);
    return undefined;
  });

  await check("it is liquidated when its margin is gone", async () => {
    const before = await fund();
    await market.moveOracle(920n);
    const closed = (now: bigint) => now === 0n;
    await until("position closed on the chain", () => trader.position(market), closed);
    const read = () => world.indexer.fills(trader.account());
    const soldOf = (all: readonly FillRow[]) => all.filter(({ side }) => side === "SELL");
    const whole = (all: readonly FillRow[]) => market.quantumsOf(soldOf(all)) === quantums;
    const sold = soldOf(await until("its fills", read, whole));
    for (const fill of sold) {
      assert.deepEqual([fill.type, fill.liquidity], ["LIQUIDATED", "TAKER"], show(fill));
    }
    // The liquidation fee goes to the insurance fund, wholly.
    const fees = sold.reduce((sum, { fee }) => sum + BigInt(Math.round(Number(fee) * 1e6)), 0n);
    assert.equal((await fund()) - before, fees);
    const { usdc } = await trader.holdings();
    assert.ok(usdc >= 0n && usdc < 100n * USDC, `${usdc} is left`);
    return `fee ${fees}, ${usdc} left`;
  });

  await check("the vault that took the position has the other side of the fill", async () => {
    const vault = { address: vaultAddress(market.id), number: 0 };
    const read = () => world.indexer.fills(vault);
    const takenOf = (all: readonly FillRow[]) => all.filter(({ type }) => type === "LIQUIDATION");
    const whole = (all: readonly FillRow[]) => market.quantumsOf(takenOf(all)) === quantums;
    const taken = takenOf(await until("the vault's fills", read, whole));
    assert.ok(
      taken.every(({ side, liquidity, fee }) => `${side} ${liquidity} ${fee}` === "BUY MAKER 0"),
      show(taken),
    );
    const [position] = await world.indexer.positions(trader.account());
    assert.equal(position?.status, "CLOSED", show(position));
    return undefined;
  });
};
