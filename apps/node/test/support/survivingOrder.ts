import { clob } from "@perpetua/protocol";
import { bob, carl } from "./accounts.js";
import { GENESIS_TIME, type TestChain } from "./testChain.js";
import { deposit, longTermOrder, shortTermOrder, signed } from "./txs.js";

/** Between the vault's best bid and ask of BTC-USD on the genesis prices. */
const SUBTICKS = 2_864_000_000n;
export const SURVIVOR_QUANTUMS = 1_000_000_000n;
/** What a block filled, and what only this node's books had when it died. */
export const FILLED_IN_BLOCK = 300_000_000n;
export const FILLED_AT_DEATH = 700_000_000n;
export const SURVIVOR_CLIENT_ID = 77;

/**
 * Carl's long-term order is filled in part by a block, then in part by a match that no block takes
 * before the process dies.
 */
export async function dieWithOpenMatch(test: TestChain): Promise<void> {
  const { chain } = test;
  for (const from of [carl, bob])
    await accept(test, signed({ from, sequence: 0n }, deposit(from, 10_000)));
  await test.block();
  const goodTilBlockTime = GENESIS_TIME.getTime() / 1_000 + 86_400;
  const terms = { clientId: SURVIVOR_CLIENT_ID, quantums: SURVIVOR_QUANTUMS, subticks: SUBTICKS };
  const resting = longTermOrder(carl, { ...terms, goodTilBlockTime });
  await accept(test, signed({ from: carl, sequence: 1n }, resting));
  await test.block();
  for (const [clientId, quantums] of [
    FILLED_IN_BLOCK,
    FILLED_AT_DEATH - FILLED_IN_BLOCK,
  ].entries()) {
    const taker = shortTermOrder(bob, {
      clientId,
      goodTilBlock: chain.height + 10,
      side: clob.Order_Side.SIDE_SELL,
      quantums,
      subticks: SUBTICKS,
    });
    await accept(test, signed({ from: bob, sequence: 1n }, taker));
    if (clientId === 0) await test.block();
  }
}

async function accept({ chain }: TestChain, tx: Uint8Array): Promise<void> {
  const { check } = await chain.submit(tx);
  if (check.code !== 0) throw new Error(`refused with ${check.code}: ${check.log}`);
}
