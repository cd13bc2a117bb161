import type { Chain } from "../chain/chain.js";

/** What this node says of itself, the same over RPC and REST. */
export function nodeIdentity(chain: Chain) {
  return {
    id: Buffer.from(chain.validator.address).toString("hex"),
    listenAddress: "tcp://0.0.0.0:26656",
    network: chain.exchange.header.chainId,
    /** The CometBFT release whose RPC this is. */
    version: "0.38.19",
    channels: "40202122233038606100",
    moniker: chain.validator.moniker,
    rpcAddress: "tcp://0.0.0.0:26657",
    protocol: { p2p: 8n, block: 11n, app: 0n },
  };
}
