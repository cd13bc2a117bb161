/**
 * The official client, loaded as its documentation says for Node: through `require` (its ESM build
 * does not load).
 */
import { createRequire } from "node:module";

export const dydx = createRequire(import.meta.url)("@dydxprotocol/v4-client-js");

/** The running stack, from PERPETUA_STATUS (the JSON of `npm run status`). */
export function stackUrls() {
  const text = process.env.PERPETUA_STATUS;
  if (text === undefined)
    throw new Error("PERPETUA_STATUS is not set: run this suite through npm test");
  return JSON.parse(text).urls;
}

/** The client's own local network, with the addresses of this stack. */
export function network(urls) {
  const local = dydx.Network.local();
  local.indexerConfig.restEndpoint = urls.comlink.replace(/\/+$/, "");
  // The client's preset speaks to the bare address without a path.
  local.indexerConfig.websocketEndpoint = urls.socks.replace(/\/v4\/ws$/, "");
  local.validatorConfig.restEndpoint = urls.rpc.replace(/\/+$/, "");
  return local;
}
