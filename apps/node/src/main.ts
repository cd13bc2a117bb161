import { describeError } from "@perpetua/telemetry";
import { start } from "./cli/start.js";
import { readCommandLine } from "./env.js";
import { faucet } from "./faucet/start.js";
import { nodeSchema } from "./options/node.js";

const USAGE = `node <start|faucet> [--option value …]

  start    runs the chain: consensus, mempool, RPC, daemons, events to Kafka
  faucet   gives test coins: POST /faucet/tokens, POST /faucet/native-token

Options (a flag beats the environment variable of the same name):
`;

function help(): string {
  const lines = Object.entries(nodeSchema.shape).map(
    ([name, field]) =>
      `  --${name.toLowerCase().replaceAll("_", "-").padEnd(24)} ${field.description ?? ""}`,
  );
  return USAGE + lines.join("\n");
}

async function main(): Promise<void> {
  const { command, help: wantsHelp, environment } = readCommandLine(process.argv.slice(2));
  if (wantsHelp || command === undefined) {
    console.log(help());
    process.exitCode = wantsHelp ? 0 : 2;
    return;
  }
  if (command === "start") return start(environment);
  if (command === "faucet") return faucet(environment);
  console.error(`unknown command ${command}\n\n${help()}`);
  process.exitCode = 2;
}

main().catch((error: unknown) => {
  console.error(`node: ${describeError(error)}`);
  process.exit(1);
});
