/**
 * The node's faces to clients: CometBFT's JSON-RPC and the REST (LCD) paths. Reads state and blocks
 * only once they are on disk, and hands transactions to the chain; owns nothing else.
 */
import type { Logger, Shutdown } from "@perpetua/telemetry";
import type { NodeOptions } from "../options/node.js";
import { startCometServer } from "./comet/server.js";
import type { NodeContext } from "./context.js";
import { grpcHandler, startLcdServer } from "./lcd/server.js";
import { TxIndex } from "./txIndex.js";

export interface ServerContext extends Omit<NodeContext, "index"> {
  readonly options: Pick<NodeOptions, "bind"> & {
    readonly ports: Pick<NodeOptions["ports"], "rpc" | "rest">;
  };
  readonly logger: Logger;
  readonly shutdown: Pick<Shutdown, "onClose">;
}

/** Opens all servers; they close with the process. Returns the ports they really have. */
export async function startServers(given: ServerContext): Promise<{ rpc: number; rest: number }> {
  const { chain, options, logger, shutdown, priceSource, recognizedBridge } = given;
  const index = new TxIndex(chain);
  shutdown.onClose("transaction index", () => index.stop());
  index.ready.catch((error: unknown) => logger.error({ err: error }, "old blocks not indexed"));
  const context: NodeContext = { chain, index, priceSource, recognizedBridge };
  const common = { host: options.bind, logger };
  const rpc = await startCometServer(context, grpcHandler(context), {
    ...common,
    port: options.ports.rpc,
  });
  shutdown.onClose("rpc", () => rpc.close());
  const lcd = await startLcdServer(context, { ...common, port: options.ports.rest });
  shutdown.onClose("lcd", () => lcd.close());
  logger.info({ rpc: rpc.port, rest: lcd.port }, "serving");
  return { rpc: rpc.port, rest: lcd.port };
}
