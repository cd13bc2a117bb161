/**
 * Socks: the WebSocket API (api.md §3). Consumes the `to-websockets-*` topics and fans their
 * messages out; first contents come from comlink over HTTP. Invariants: a frame's contents are
 * encoded once however many clients get it; between a snapshot and the first update nothing is
 * lost; a client that does not read is dropped and never buffered without bound; message ids of
 * one connection grow by one.
 */
export { Channel } from "./channels.js";
export {
  createSocks,
  type Socks,
  type SocksDependencies,
  type SocksSettings,
} from "./createSocks.js";
export { createTickerDirectory, type TickerDirectory } from "./markets.js";
export { type SocketServer, startSocketServer } from "./server.js";
export { createSnapshotFetcher, type FetchSnapshot, type Snapshot } from "./snapshots.js";
export type { Transport } from "./transport.js";
