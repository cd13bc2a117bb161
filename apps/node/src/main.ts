import { failStart } from "@perpetua/telemetry";
import { exchanges } from "./cli/exchanges.js";
import { start } from "./cli/start.js";
import { readCommandLine } from "./env.js";
import { faucet } from "./faucet/start.js";
import { exchangesSchema } from "./options/exchanges.js";
import { faucetSchema } from "./options/faucet.js";
import { nodeSchema } from "./options/node.js";

const USAGE = `node <start|faucet|exchanges> [--option value …]

  start      runs the chain: consensus, mempool, RPC, daemons, events to Kafka
  faucet     gives test coins: POST /faucet/tokens, POST /faucet/native-token
  exchanges  simulated exchanges that speak the real ones' APIs, for offline use

Options (a flag beats the environment variable of the same name):
`;

const SCHEMAS = { start: nodeSchema, faucet: faucetSchema, exchanges: exchangesSchema } as const;

/** Usage and the options of one command; of `start` when none is named. */
function help(command = "start"): string {
  const schema = SCHEMAS[command as keyof typeof SCHEMAS] ?? nodeSchema;
  const lines = Object.entries(schema.shape).map(
    ([name, field]) =>
      `  --${name.toLowerCase().replaceAll("_", "-").padEnd(24)} ${field.description ?? ""}`,
  );
  return USAGE + lines.join("\n");
}

async function main(): Promise<void> {
  const { command, help: wantsHelp, environment } = readCommandLine(process.argv.slice(2));
  if (wantsHelp || command === undefined) {
    console.log(help(command));
    process.exitCode = wantsHelp ? 0 : 2;
    return;
  }
  if (command === "start") return start(environment);
  if (command === "faucet") return faucet(environment);
  if (command === "exchanges") return exchanges(environment);
  console.error(`unknown command ${command}\n\n${help()}`);
  process.exitCode = 2;
}

main().catch((error: unknown) => failStart("node", error));
