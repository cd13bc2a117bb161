import { join } from "node:path";
import { Recording } from "@perpetua/testkit";
import { NodeClient } from "../support/chain.js";
import { EthereumNode } from "../support/ethereum.js";
import { LocalNetwork } from "../support/network.js";
import { type Outcome, Scenario, type Step } from "./scenario.js";

/** Slow enough for a loaded machine to keep the recorded pace. */
const BLOCK_INTERVAL_MS = "700";

/** Steps up to the end of a chapter. */
function stepsUntil(recording: Recording, chapter: string): Step[] {
  const steps = recording.steps() as Step[];
  const end = steps.findIndex((s) => s.checkpoint === chapter);
  if (end < 0) throw new Error(`no chapter ${chapter} in ${recording.folder}`);
  return steps.slice(0, end);
}

function recordedSeconds(recording: Recording): Map<number, number> {
  return new Map(recording.blocks().map((b) => [b.height, Math.floor(Date.parse(b.time) / 1_000)]));
}

async function main(): Promise<boolean> {
  const recording = new Recording();
  const ethereum = await EthereumNode.start();
  const network = await LocalNetwork.start({
    name: "live",
    offsets: [6_000, 9_000],
    prices: "file",
    args: ["--genesis", join(recording.folder, "genesis.json"), "--eth-rpc", ethereum.url],
    env: { BLOCK_INTERVAL_MS },
  });
  let good = false;
  try {
    const { urls } = await network.status();
    const scenario = new Scenario(
      new NodeClient(urls.rpc, urls.rest),
      "localdydxprotocol",
      network.oracle,
      recordedSeconds(recording),
    );
    const steps = stepsUntil(recording, process.argv[2] ?? "shortterm");
    good = await playAll(scenario, ethereum, steps);
    return good;
  } finally {
    ethereum.close();
    await network.stop(!good);
  }
}

async function playAll(
  scenario: Scenario,
  ethereum: EthereumNode,
  steps: readonly Step[],
): Promise<boolean> {
  const wrong: Outcome[] = [];
  let passed = 0;
  for (const step of steps) {
    if (step.ethereumLogs !== undefined) ethereum.publish(step.ethereumLogs);
    const outcome = await scenario.play(step);
    if (outcome === undefined) continue;
    if (outcome.expected === outcome.got) passed += 1;
    else {
      wrong.push(outcome);
      console.log(`FAIL ${outcome.step}: expected ${outcome.expected}, got ${outcome.got}`);
    }
  }
  console.log(`${passed} passed, ${wrong.length} failed`);
  return wrong.length === 0;
}

process.exitCode = (await main()) ? 0 : 1;
