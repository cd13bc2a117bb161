import assert from "node:assert/strict";
import { insuranceFundAddress } from "@perpetua/protocol";
import { show, until } from "../../support/until.js";
import { Trader, USDC } from "../trader.js";
import { type Story, USDC_DENOM } from "../world.js";

/** A subaccount of its own for an isolated market, as clients number them. */
const ISOLATED = 128;
const LONG_USDC = 100;
const SHORT_USDC = 2_000;

/**
 * One oracle move puts an account under water. The market is isolated and its insurance fund empty,
 * so no liquidation can pay for the loss: whoever holds the other side gives up the gain.
 */
export const deleveraging: Story = async (world, check) => {
  const market = await world.market("bome");
  const [long, short] = await Promise.all([
    Trader.create(world, { [ISOLATED]: LONG_USDC }),
    Trader.create(world, { [ISOLATED]: SHORT_USDC }),
  ]);
  const quantums = await market.sizeWorth(1_500);
  const input = { market, quantums, subaccount: ISOLATED };
  const held = () =>
    Promise.all([long.position(market, ISOLATED), short.position(market, ISOLATED)]);

  await check("two accounts open against each other", async () => {
    // At the oracle, where no vault quotes.
    const subticks = await market.subticksAt(1_000n);
    const ask = await short.shortTerm({ ...input, side: "SELL", subticks });
    const resting = await short.send(ask.message);
    assert.equal(resting.code, 0, show(resting));
    const bid = await long.shortTerm({ ...input, side: "BUY", subticks, immediate: true });
    const taken = await long.send(bid.message);
    assert.equal(taken.code, 0, show(taken));
    await until("positions", held, ([a, b]) => a === quantums && b === -quantums);
    return undefined;
  });

  const quoteBefore = (await long.holdings(ISOLATED)).usdc;

  await check("the bankrupt account is deleveraged against the other", async () => {
    assert.equal(await world.balance(insuranceFundAddress(market.id), USDC_DENOM), 0n);
    await market.moveOracle(900n);
    await until("no positions on the chain", held, ([a, b]) => a === 0n && b === 0n);
    const read = (trader: Trader) => async () => {
      const fills = await world.indexer.fills(trader.account(ISOLATED));
      return fills.filter(({ type }) => type !== "LIMIT");
    };
    const some = (fills: readonly unknown[]) => fills.length > 0;
    const [lost] = await until("its fill", read(long), some);
    const [given] = await until("the other fill", read(short), some);
    assert.deepEqual([lost?.type, lost?.side], ["DELEVERAGED", "SELL"], show(lost));
    assert.deepEqual([given?.type, given?.side], ["OFFSETTING", "BUY"], show(given));
    assert.deepEqual([lost?.price, lost?.size], [given?.price, given?.size]);
    assert.equal(Number(lost?.size), market.size(quantums));
    // The bankruptcy price: what the position cost, to the last cent.
    const quote = Number(lost?.price) * Number(lost?.size) * 1e6;
    assert.ok(Math.abs(quote + Number(quoteBefore)) < 10, `${quote} for a debt of ${quoteBefore}`);
    return `at ${lost?.price}`;
  });

  await check("nothing is lost between the two", async () => {
    const [left, gained] = await Promise.all([long.holdings(ISOLATED), short.holdings(ISOLATED)]);
    assert.equal(left.usdc, 0n);
    const fills = await Promise.all(
      [long, short].map((trader) => world.indexer.fills(trader.account(ISOLATED))),
    );
    const fees = fills.flat().reduce((sum, { fee }) => sum + BigInt(Math.round(+fee * 1e6)), 0n);
    assert.equal(gained.usdc + fees, BigInt(LONG_USDC + SHORT_USDC) * USDC);
    for (const trader of [long, short]) {
      const positions = await world.indexer.positions(trader.account(ISOLATED));
      assert.deepEqual(
        positions.map(({ market: ticker, status }) => [ticker, status]),
        [[market.ticker, "CLOSED"]],
      );
    }
    return undefined;
  });
};
