import assert from "node:assert/strict";
import { collateralPoolAddress, vaultAddress } from "@perpetua/protocol";
import type { SubaccountRow } from "../../support/indexer.js";
import { show, until } from "../../support/until.js";
import { Trader, transfer, USDC } from "../trader.js";
import { type Story, USDC_DENOM } from "../world.js";

const ISOLATED = 128;
const ISOLATED_IN_CROSS = 2_005;
const MARGIN_USDC = 300n;

interface ParentAnswer {
  readonly subaccount: {
    readonly childSubaccounts: readonly (SubaccountRow & { readonly subaccountNumber: number })[];
  };
}

/** An isolated position has a subaccount and a pool of money of its own while it is open. */
export const isolated: Story = async (world, check) => {
  const market = await world.market("eigen");
  const btc = await world.market("btc");
  const trader = await Trader.create(world, { 0: 1_000 });
  const quantums = await market.sizeWorth(1_500);
  const pool = () => world.balance(collateralPoolAddress(market.id), USDC_DENOM);
  const input = { market, quantums, subaccount: ISOLATED };

  await check("opens in a subaccount of its own, its money in the market's pool", async () => {
    await trader.deliver(transfer(trader.id(0), trader.id(ISOLATED), MARGIN_USDC * USDC));
    assert.equal((await trader.holdings(ISOLATED)).usdc, MARGIN_USDC * USDC);
    assert.equal(await pool(), 0n);
    await trader.take({ ...input, side: "BUY" });
    const vault = await world.holdings(vaultAddress(market.id), 0);
    assert.equal(vault.positions.get(market.id)?.quantums, -quantums);
    assert.equal(await pool(), (await trader.holdings(ISOLATED)).usdc + vault.usdc);
    const path = `/addresses/${trader.address}/parentSubaccountNumber/0`;
    const child = async () =>
      (await world.indexer.get<ParentAnswer>(path)).subaccount.childSubaccounts.find(
        ({ subaccountNumber }) => subaccountNumber === ISOLATED,
      );
    const size = market.size(quantums);
    await until("the position under its parent", child, (row) => {
      const position = row?.openPerpetualPositions[market.ticker];
      return position?.side === "LONG" && Number(position.size) === size;
    });
    return undefined;
  });

  await check("no other market joins it there", async () => {
    const subticks = await btc.subticksAt(1_030n);
    const { message } = await trader.shortTerm({
      market: btc,
      side: "BUY",
      quantums: btc.stepBaseQuantums,
      subticks,
      subaccount: ISOLATED,
      immediate: true,
    });
    const answer = await trader.send(message);
    assert.deepEqual([answer.codespace, answer.code], ["clob", ISOLATED_IN_CROSS], show(answer));
    assert.equal(await trader.position(btc, ISOLATED), 0n);
    return undefined;
  });

  await check("closes, and the pool is empty again", async () => {
    await trader.take({ ...input, side: "SELL", reduceOnly: true });
    assert.equal(await pool(), 0n);
    const read = () => world.indexer.positions(trader.account(ISOLATED));
    await until("a closed position", read, ([position]) => position?.status === "CLOSED");
    const { usdc } = await trader.holdings(ISOLATED);
    const fills = await world.indexer.fills(trader.account(ISOLATED));
    const change = fills.reduce((sum, { side, size, price, fee }) => {
      const quote = Number(size) * Number(price);
      return sum + (side === "SELL" ? quote : -quote) - Number(fee);
    }, Number(MARGIN_USDC));
    assert.equal(Number(usdc), Math.round(change * 1e6), "what the fills left");
    return undefined;
  });

  await check("what is left returns to the main subaccount", async () => {
    const { usdc } = await trader.holdings(ISOLATED);
    await trader.deliver(transfer(trader.id(ISOLATED), trader.id(0), usdc));
    const main = await trader.holdings(0);
    assert.equal(main.usdc, (1_000n - MARGIN_USDC) * USDC + usdc);
    const equity = Number(main.usdc) / 1e6;
    const read = () => world.indexer.subaccount(trader.account(0));
    await until("equity in the indexer", read, (row) => Number(row.equity) === equity);
    return undefined;
  });
};
