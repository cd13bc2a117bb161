import assert from "node:assert/strict";
import { NodeClient } from "../support/chain.js";
import { EthereumNode } from "../support/ethereum.js";
import { Indexer } from "../support/indexer.js";
import { LocalNetwork } from "../support/network.js";
import { bridge } from "./plays/bridge.js";
import { deleveraging } from "./plays/deleveraging.js";
import { funding } from "./plays/funding.js";
import { isolated } from "./plays/isolated.js";
import { liquidation } from "./plays/liquidation.js";
import { permissionedKey } from "./plays/permissionedKey.js";
import { stopLoss } from "./plays/stopLoss.js";
import { twap } from "./plays/twap.js";
import { vault } from "./plays/vault.js";
import { type Check, Tally } from "./tally.js";
import { type Story, World } from "./world.js";

/** Each on accounts of its own, and on markets that no other story moves. */
const STORIES: Readonly<Record<string, Story>> = {
  "stop-loss": stopLoss,
  twap,
  liquidation,
  deleveraging,
  funding,
  isolated,
  vault,
  bridge,
  "permissioned key": permissionedKey,
};
/** A TWAP is paced by the clock. */
const LONGEST = "twap";
/** Otherwise payments are booked up to a minute after the tick. */
const ENVIRONMENT = { LOOPS_INTERVAL_MS_UPDATE_FUNDING_PAYMENTS: "2000" };

/** Proves what all stories wrote; its time is free while the longest one waits. */
function reconciled(network: LocalNetwork): (check: Check) => Promise<void> {
  return (check) =>
    check("the database equals a replay of the blocks", async () => {
      const { code, output } = await network.ops("scripts", "reconcile");
      assert.equal(output.split("\n").at(-1), "0 differences", output);
      assert.equal(code, 0);
      return /^fills +(\d+ rows equal)$/m.exec(output)?.[1]?.replace("rows", "fills");
    });
}

async function playAll(tally: Tally, wanted: readonly string[]): Promise<void> {
  const ethereum = await EthereumNode.start();
  let network: LocalNetwork | undefined;
  try {
    const startedAt = Date.now();
    network = await LocalNetwork.start({
      name: "stories",
      offsets: [4_000, 5_000],
      prices: "file",
      args: ["--epochs", "fast", "--eth-rpc", ethereum.url],
      env: ENVIRONMENT,
    });
    console.log(`network up after ${((Date.now() - startedAt) / 1_000).toFixed(1)} s`);
    const { rpc, rest, comlink, faucet } = (await network.status()).urls;
    const node = new NodeClient(rpc, rest);
    const world = new World(node, new Indexer(comlink), network.oracle, ethereum, faucet);
    await world.serveGenesisPrices();
    const isWanted = (name: string) =>
      wanted.length === 0 || wanted.some((word) => name.startsWith(word));
    const stories = Object.entries(STORIES).filter(([name]) => isWanted(name));
    const play = ([name, story]: (typeof stories)[number]) =>
      tally.play(name, (check) => story(world, check));
    const longest = stories.filter(([name]) => name === LONGEST).map(play);
    await Promise.all(stories.filter(([name]) => name !== LONGEST).map(play));
    await Promise.all([...longest, tally.play("indexer", reconciled(network))]);
  } finally {
    ethereum.close();
    await network?.stop(tally.failed > 0);
  }
}

const tally = new Tally();
await playAll(tally, process.argv.slice(2)).catch((error: unknown) => tally.fail("stories", error));
console.log(`${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
