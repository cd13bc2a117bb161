import { parseArgs } from "node:util";
import { AppError } from "@perpetua/telemetry";
import { absolute } from "../config/env.js";

/** What the user typed after `npm start --`. */
export interface StartOptions {
  readonly detach: boolean;
  readonly fresh: boolean;
  readonly web: boolean;
  /** `sim`, `live`, `auto` or `file:/absolute/path`; undefined when not given. */
  readonly prices?: string;
  readonly genesis?: string;
  readonly ethRpc?: string;
  readonly epochs?: "normal" | "fast";
  readonly help: boolean;
}

export const START_HELP = `npm start -- [options]

  --detach          return once everything is healthy; \`npm stop\` ends it
  --fresh           throw the old data away first
  --no-web          leave the web app out
  --prices SOURCE   sim, live, auto (default: live, else sim) or file:PATH, a JSON file
                    that is read again whenever it changes
  --genesis FILE    start from a Cosmos-style dYdX genesis file; new data if it differs
  --eth-rpc URL     Ethereum node for the bridge daemon
  --epochs SPEED    of a new network: normal (funding every hour, the default) or fast (every
                    minute)
  --help            this text

Environment: PERPETUA_HOME, PERPETUA_PORT_OFFSET, PERPETUA_BIND, and DATABASE_URL,
DATABASE_READ_URL, REDIS_URL, KAFKA_BROKERS to use servers of your own.
`;

/** Reads the options of `start`; relative paths count from where the user is. */
export function parseStartOptions(args: readonly string[], workingDir: string): StartOptions {
  const { values } = parse(args);
  const epochs = values.epochs === undefined ? undefined : checkEpochs(values.epochs);
  if (epochs !== undefined && values.genesis !== undefined) {
    throw new AppError("BAD_OPTION", "--epochs is for the local network's own genesis");
  }
  const prices = values.prices === undefined ? undefined : checkPrices(values.prices, workingDir);
  return {
    detach: values.detach ?? false,
    fresh: values.fresh ?? false,
    web: !(values["no-web"] ?? false),
    help: values.help ?? false,
    ...(prices === undefined ? {} : { prices }),
    ...(values.genesis === undefined ? {} : { genesis: absolute(values.genesis, workingDir) }),
    ...(values["eth-rpc"] === undefined ? {} : { ethRpc: values["eth-rpc"] }),
    ...(epochs === undefined ? {} : { epochs }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        detach: { type: "boolean" },
        fresh: { type: "boolean" },
        "no-web": { type: "boolean" },
        prices: { type: "string" },
        genesis: { type: "string" },
        "eth-rpc": { type: "string" },
        epochs: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (cause) {
    throw new AppError("BAD_OPTION", (cause as Error).message, { cause });
  }
}

function checkPrices(text: string, workingDir: string): string {
  if (["sim", "live", "auto"].includes(text)) return text;
  if (text.startsWith("file:") && text.length > 5) {
    return `file:${absolute(text.slice(5), workingDir)}`;
  }
  throw new AppError("BAD_OPTION", `--prices must be sim, live, auto or file:PATH, not "${text}"`);
}

function checkEpochs(text: string): "normal" | "fast" {
  if (text === "normal" || text === "fast") return text;
  throw new AppError("BAD_OPTION", `--epochs must be normal or fast, not "${text}"`);
}
