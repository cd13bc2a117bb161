import assert from "node:assert/strict";
import { floorDiv, truncDiv, vaultAddress } from "@perpetua/protocol";
import type { FundingPaymentRow } from "../../support/indexer.js";
import { show, until } from "../../support/until.js";
import { Trader, transfer, USDC } from "../trader.js";
import type { Story } from "../world.js";

const LONG_TERM = 64;
const TICK_SECONDS = 60n;
const EIGHT_HOURS = 28_800n;
/** Per hour: what the market's default alone would be. */
const DEFAULT_RATE = 100 / 1e6 / 8;
/** Two epochs, and the job that books payments. */
const TICK_TIMEOUT_MS = 140_000;

/**
 * A bid that stays above the oracle makes a premium: at the tick of the funding epoch its owner,
 * who is long, pays the vault, which is short. The epoch is a minute here (`--epochs fast`).
 */
export const funding: Story = async (world, check) => {
  const market = await world.market("link");
  const trader = await Trader.create(world, { 0: 50_000 });
  const vault = { address: vaultAddress(market.id), number: 0 };

  await check("a bid above the oracle is a premium", async () => {
    const bid = {
      market,
      side: "BUY",
      quantums: await market.sizeWorth(40_000),
      subticks: await market.subticksAt(1_010n),
    } as const;
    await trader.deliver(trader.stateful(bid, LONG_TERM).message);
    await until(
      "a position from the vault's asks",
      () => trader.position(market),
      (size) => size > 0n,
    );
    const read = () => premiumOf(world, market.id);
    const ppm = await until("a premium sample", read, (sample) => sample > 0, 40_000);
    return `${ppm} ppm`;
  });

  let paid: FundingPaymentRow | undefined;
  await check("the long pays at the tick of the epoch", async () => {
    const read = () => world.indexer.fundingPayments(trader.account());
    const [newest] = await until(
      "a payment above the default rate",
      read,
      ([row]) => Number(row?.rate) > DEFAULT_RATE,
      TICK_TIMEOUT_MS,
    );
    assert.ok(newest !== undefined);
    paid = newest;
    const held = await trader.position(market);
    assert.deepEqual([newest.ticker, newest.side], [market.ticker, "LONG"], show(newest));
    assert.equal(Number(newest.size), market.size(held));
    assert.ok(Number(newest.payment) < 0, show(newest));
    return `${newest.payment} USDC for ${newest.size} at ${newest.rate} an hour`;
  });

  await check("the short receives exactly that", async () => {
    const read = () => world.indexer.fundingPayments(vault);
    const sameTick = ({ createdAtHeight }: FundingPaymentRow) =>
      createdAtHeight === paid?.createdAtHeight;
    const rows = await until("the vault's payment", read, (all) => all.some(sameTick));
    const received = rows.find(sameTick);
    assert.equal(received?.side, "SHORT", show(received));
    assert.equal(Number(received?.payment), -Number(paid?.payment), show(received));
    return undefined;
  });

  await check("the index moved by rate and price", async () => {
    type Body = { readonly historicalFunding: readonly FundingRow[] };
    const path = `/historicalFunding/${market.ticker}`;
    const { historicalFunding } = await world.indexer.get<Body>(path);
    const tick = (row: FundingRow) => row.effectiveAtHeight === paid?.createdAtHeight;
    const row = historicalFunding.find(tick);
    assert.ok(row !== undefined, show(historicalFunding));
    assert.equal(row.rate, paid?.rate);
    const ratePpm = BigInt(Math.round(Number(row.rate) * 8e6));
    const { raw, exponent } = await market.oraclePrice();
    const scale = 10n ** BigInt(-(exponent + market.atomicResolution + 6));
    // risk.md §3.7, with the notional of 10^-6 quote quantums.
    const expected = truncDiv(truncDiv(TICK_SECONDS * ratePpm * raw, scale), EIGHT_HOURS);
    const moved = -(Number(paid?.payment) * 1e6 * 1e6) / Number(await trader.position(market));
    assert.equal(Math.round(moved), Number(expected), show(row));
    return `by ${expected}`;
  });

  await check("the balance follows when the account is next touched", async () => {
    const before = await trader.holdings();
    await trader.deliver(transfer(trader.id(0), trader.id(1), USDC));
    const after = await trader.holdings();
    const [was, is] = [before, after].map((h) => h.positions.get(market.id));
    assert.ok(was !== undefined && is !== undefined && is.index > was.index, show([was, is]));
    assert.equal(is.quantums, was.quantums);
    const settled = floorDiv(-(is.index - was.index) * was.quantums, 1_000_000n);
    assert.equal(after.usdc, before.usdc - USDC + settled);
    return `${settled} quote quantums`;
  });
};

interface FundingRow {
  readonly rate: string;
  readonly price: string;
  readonly effectiveAtHeight: string;
}

interface SamplesAnswer {
  readonly premium_samples: {
    readonly all_market_premiums: readonly {
      readonly perpetual_id: number;
      readonly premiums: readonly number[];
    }[];
  };
}

/** The largest sample of a perpetual since the last tick; zero when there is none. */
async function premiumOf(world: Parameters<Story>[0], perpetualId: number): Promise<number> {
  const path = "/dydxprotocol/perpetuals/premium_samples";
  const { premium_samples } = await world.node.rest<SamplesAnswer>(path);
  const own = premium_samples.all_market_premiums.find(
    ({ perpetual_id }) => perpetual_id === perpetualId,
  );
  return Math.max(0, ...(own?.premiums ?? []));
}
