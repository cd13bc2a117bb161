/** The node's faces to clients: CometBFT's JSON-RPC and the REST (LCD) paths. */
import type { Logger, Shutdown } from "@perpetua/telemetry";
import type { Chain } from "../chain/chain.js";
import type { NodeOptions } from "../options/node.js";
import { startCometServer } from "./comet/server.js";
import { startLcdServer } from "./lcd/server.js";

/** Opens all servers; they close with the process. */
export async function startServers(context: {
  readonly chain: Chain;
  readonly options: NodeOptions;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
}): Promise<void> {
  const { chain, options, logger, shutdown } = context;
  const rpc = await startCometServer({
    chain,
    port: options.ports.rpc,
    host: options.bind,
    logger,
  });
  shutdown.onClose("rpc", () => rpc.close());
  const lcd = await startLcdServer({ chain, port: options.ports.rest, host: options.bind, logger });
  shutdown.onClose("lcd", () => lcd.close());
  logger.info({ rpc: rpc.port, rest: lcd.port }, "serving");
}
