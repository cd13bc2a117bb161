import assert from "node:assert/strict";
import { encodeSerializableInt, MEGAVAULT_ADDRESS } from "@perpetua/protocol";
import type { TransferRow } from "../../support/indexer.js";
import { show, until } from "../../support/until.js";
import { type Message, Trader, USDC } from "../trader.js";
import type { Story } from "../world.js";

const DEPOSIT_USDC = 1_000n;
const INSUFFICIENT_SHARES = 27;
/** Other stories trade with the vaults meanwhile, so a share's worth moves a little. */
const WORTH_TOLERANCE = 0.02;

interface SharesAnswer {
  readonly shares: { readonly num_shares: string };
  readonly equity: string;
  readonly withdrawable_equity: string;
}

interface VaultPositions {
  readonly positions: readonly { readonly ticker: string; readonly equity: string }[];
}

/** A deposit buys shares of the megavault; giving some back returns their worth. */
export const vault: Story = async (world, check) => {
  const trader = await Trader.create(world, { 0: 2_000 });
  const subaccountId = trader.id(0);
  const owned = () =>
    world.node.rest<SharesAnswer>(`/dydxprotocol/vault/megavault/owner_shares/${trader.address}`);
  const withdrawal = (shares: bigint): Message => ({
    typeUrl: "/dydxprotocol.vault.MsgWithdrawFromMegavault",
    value: {
      subaccountId,
      shares: { numShares: encodeSerializableInt(shares) },
      minQuoteQuantums: encodeSerializableInt(0n),
    },
  });
  const moved = (type: TransferRow["type"]) => async () => {
    const rows = await world.indexer.transfers(trader.account());
    return rows.find((row) => row.type === type);
  };
  const found = (row: TransferRow | undefined) => row !== undefined;
  let shares = 0n;

  await check("a deposit buys shares of its worth", async () => {
    await trader.deliver({
      typeUrl: "/dydxprotocol.vault.MsgDepositToMegavault",
      value: { subaccountId, quoteQuantums: encodeSerializableInt(DEPOSIT_USDC * USDC) },
    });
    assert.equal((await trader.holdings()).usdc, (2_000n - DEPOSIT_USDC) * USDC);
    const { shares: own, equity } = await owned();
    shares = BigInt(own.num_shares);
    assert.ok(shares > 0n);
    assert.ok(Math.abs(Number(equity) / 1e9 - 1) < WORTH_TOLERANCE, `worth ${equity}`);
    const row = await until("the transfer", moved("TRANSFER_OUT"), found);
    assert.equal(row?.recipient.address, MEGAVAULT_ADDRESS, show(row));
    assert.equal(Number(row?.size), Number(DEPOSIT_USDC));
    return `${shares} shares, worth ${equity}`;
  });

  await check("the indexer shows the vaults that it went into", async () => {
    const path = "/vault/v1/megavault/positions";
    const { positions } = await world.indexer.get<VaultPositions>(path);
    const tickers = positions.map(({ ticker }) => ticker);
    assert.ok(tickers.includes("BTC-USD") && tickers.includes("ETH-USD"), show(tickers));
    assert.ok(
      positions.every(({ equity }) => Number(equity) > 0),
      show(positions.map(({ ticker, equity }) => [ticker, equity])),
    );
    return `${positions.length} vaults`;
  });

  await check("more shares than owned are refused", async () => {
    const answer = await trader.send(withdrawal(shares + 1n));
    const { codespace, code } = await world.node.delivered(answer.hash);
    assert.deepEqual([codespace, code], ["vault", INSUFFICIENT_SHARES]);
    assert.equal(BigInt((await owned()).shares.num_shares), shares);
    return undefined;
  });

  await check("a withdrawal returns the worth of half the shares", async () => {
    const half = shares / 2n;
    await trader.deliver(withdrawal(half));
    assert.equal(BigInt((await owned()).shares.num_shares), shares - half);
    const { usdc } = await trader.holdings();
    const redeemed = usdc - (2_000n - DEPOSIT_USDC) * USDC;
    const worth = Number(redeemed) / Number((DEPOSIT_USDC * USDC) / 2n);
    assert.ok(Math.abs(worth - 1) < WORTH_TOLERANCE, `${redeemed} redeemed`);
    const row = await until("the transfer", moved("TRANSFER_IN"), found);
    assert.equal(row?.sender.address, MEGAVAULT_ADDRESS, show(row));
    assert.equal(Math.round(Number(row?.size) * 1e6), Number(redeemed));
    return `${redeemed} redeemed`;
  });
};
