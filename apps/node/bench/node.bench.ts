/**
 * Signed short-term orders admitted by a node (decoded, verified, checked, put on the book, turned
 * into order updates) against one core's bare rate of native signature verification, which bounds
 * any node. Rounds of both alternate; the best of each counts.
 * Cost model: verification runs in a worker thread, all else on the main thread; the dearer one
 * bounds the node. Seedless: the orders are always the same.
 * Run: `npm run bench -- node`, or `node --conditions=source --import tsx bench/node.bench.ts`.
 */
import { createRequire } from "node:module";
import { reportGroup } from "../../../packages/testkit/src/bench/index.js";
import type { SignatureJob } from "../src/chain/verifyPool.js";
import { bob, carl, dave, type TestAccount } from "../test/support/accounts.js";
import { openTestChain, removeHome, type TestChain } from "../test/support/testChain.js";
import { deposit, shortTermOrder, signed } from "../test/support/txs.js";

const ROUNDS = 16;
/** Below the limit of 400 short-term orders per account and block. */
const PER_ACCOUNT = 380;
const ACCOUNTS: readonly TestAccount[] = [bob, carl, dave];
const GOAL = 0.8;

const secp256k1 = createRequire(import.meta.url)("secp256k1") as {
  ecdsaVerify(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean;
};

function orders(round: number, goodTilBlock: number): Uint8Array[] {
  const txs: Uint8Array[] = [];
  for (let i = 0; i < PER_ACCOUNT; i++) {
    for (const from of ACCOUNTS) {
      const order = shortTermOrder(from, {
        clientId: round * PER_ACCOUNT + i,
        goodTilBlock,
        quantums: 1_000_000n,
        subticks: 100_000n * BigInt(100 + i),
      });
      txs.push(signed({ from, sequence: 0n, fee: [] }, order));
    }
  }
  return txs;
}

async function admittedPerSecond(test: TestChain, txs: readonly Uint8Array[]): Promise<number> {
  const started = performance.now();
  const results = await Promise.all(txs.map((tx) => test.chain.submit(tx)));
  const seconds = (performance.now() - started) / 1_000;
  const refused = results.find(({ check }) => check.code !== 0);
  if (refused !== undefined) throw new Error(`order refused: ${refused.check.log}`);
  return txs.length / seconds;
}

function verifiedPerSecond(jobs: readonly SignatureJob[]): number {
  const started = performance.now();
  for (const { signature, digest, publicKey } of jobs)
    if (!secp256k1.ecdsaVerify(signature, digest, publicKey)) throw new Error("bad signature");
  return (jobs.length * 1_000) / (performance.now() - started);
}

async function main(): Promise<void> {
  const test = openTestChain({ workers: 1 });
  for (const from of ACCOUNTS)
    await test.chain.submit(signed({ from, sequence: 0n }, deposit(from, 1_000_000)));
  await test.blocks(2);
  let [ours, peer] = [0, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const txs = orders(round, test.chain.height + 3);
    const jobs = txs.flatMap((tx) => test.chain.exchange.signatureJobs(tx));
    peer = Math.max(peer, verifiedPerSecond(jobs));
    // Copies: what the look at signatures decoded is not to help the node.
    const rate = await admittedPerSecond(
      test,
      txs.map((tx) => new Uint8Array(tx)),
    );
    if (round > 0) ours = Math.max(ours, rate);
    await test.blocks(4);
  }
  await test.close();
  removeHome(test.home);
  reportGroup("node", [
    {
      name: "signed short-term orders admitted",
      unit: "orders/s",
      ours,
      peer,
      peerName: "bare native verifications/s of one core",
      goal: GOAL,
    },
  ]);
}

await main();
