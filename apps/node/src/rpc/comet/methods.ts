import type { Logger } from "@perpetua/telemetry";
import { BlockReader } from "../blocks.js";
import type { NodeContext } from "../context.js";
import type { GrpcHandler } from "../lcd/index.js";
import { abciQuery } from "./abciQuery.js";
import { broadcastAsync, broadcastCommit, broadcastSync, unconfirmed } from "./broadcast.js";
import { base64, blockIdJson, eventsJson, headerJson, hex, txResultJson } from "./encoding.js";
import { internalError } from "./errors.js";
import { genesisChunks } from "./genesisChunks.js";
import type { Params } from "./params.js";
import { searchBlocks, searchTxs } from "./search.js";
import {
  consensusParams,
  consensusParamUpdates,
  consensusStateJson,
  genesisJson,
  statusJson,
  validatorJson,
} from "./status.js";
import { pageOf, txJson } from "./txs.js";

export type Method = (params: Params) => unknown | Promise<unknown>;
export type Methods = Readonly<Record<string, Method>>;

const DEFAULT_UNCONFIRMED = 30;
const MAX_UNCONFIRMED = 100;
const MAX_METAS = 20;

/** CometBFT's JSON-RPC methods over one node's chain (wire.md §3.5). */
export function cometMethods(context: NodeContext, grpc: GrpcHandler, logger: Logger): Methods {
  const { chain, index } = context;
  const blocks = new BlockReader(chain);
  return {
    health: () => ({}),
    status: () => statusJson(chain, blocks),
    net_info: () => ({ listening: true, listeners: ["Listener(@)"], n_peers: "0", peers: [] }),
    genesis: () => ({ genesis: genesisJson(chain) }),
    genesis_chunked: (p) => genesisChunks(genesisJson(chain), p.integer("chunk") ?? 0),
    ...blockMethods(context, blocks),
    consensus_state: () => consensusStateJson(chain),
    abci_info: async () => {
      await chain.durable();
      return {
        response: {
          data: "dydxprotocol",
          last_block_height: String(chain.height),
          last_block_app_hash: base64(chain.exchange.stateHash()),
        },
      };
    },
    abci_query: (p) => {
      const query = { path: p.text("path"), data: p.hex("data"), height: p.integer("height") };
      return abciQuery(chain, grpc, query, logger);
    },
    broadcast_tx_sync: (p) => broadcastSync(chain, p.base64("tx")),
    broadcast_tx_async: (p) => broadcastAsync(chain, p.base64("tx"), logger),
    broadcast_tx_commit: (p) => broadcastCommit(chain, index, p.base64("tx")),
    check_tx: (p) => txResultJson(chain.exchange.simulateCheck(p.base64("tx"))),
    unconfirmed_txs: (p) => {
      const limit = p.integer("limit") ?? DEFAULT_UNCONFIRMED;
      return unconfirmed(chain, Math.min(Math.max(limit, 1), MAX_UNCONFIRMED));
    },
    num_unconfirmed_txs: () => {
      const { total, total_bytes } = unconfirmed(chain, 0);
      return { n_txs: total, total, total_bytes, txs: null };
    },
    tx: (p) => {
      const hash = hex(p.base64("hash"));
      const found = index.read(hash);
      if (found === undefined) throw internalError(`tx (${hash}) not found`);
      return txJson(found);
    },
    tx_search: async (p) => {
      const found = await searchTxs(index, chain.log, p.text("query"));
      return { txs: pageOf(found, p).map(txJson), total_count: String(found.length) };
    },
  };
}

function blockMethods({ chain, index }: NodeContext, blocks: BlockReader): Methods {
  const nextHeight = (p: Params) => {
    const height = p.integer("height");
    return String(height === undefined ? chain.log.height + 1 : blocks.record(height).height);
  };
  return {
    block: (p) => blocks.blockJson(blocks.record(p.integer("height"))),
    block_by_hash: (p) => {
      const height = index.blockHeight(p.base64("hash"));
      if (height === undefined) return { block_id: blockIdJson(undefined), block: null };
      return blocks.blockJson(blocks.record(height));
    },
    header: (p) => ({ header: headerJson(blocks.header(blocks.record(p.integer("height")))) }),
    blockchain: (p) => blockchain(blocks, p),
    block_results: (p) => {
      const record = blocks.record(p.integer("height"));
      return {
        height: String(record.height),
        txs_results: record.results.length === 0 ? null : record.results.map(txResultJson),
        finalize_block_events: record.events.length === 0 ? null : eventsJson(record.events),
        validator_updates: null,
        consensus_param_updates: consensusParamUpdates(),
        app_hash: null, // Recorded: the application's answer is not kept.
      };
    },
    commit: (p) => {
      const record = blocks.record(p.integer("height"));
      const header = headerJson(blocks.header(record));
      const commit = blocks.commitJson(record.height);
      return { signed_header: { header, commit }, canonical: true };
    },
    validators: (p) => ({
      block_height: nextHeight(p),
      validators: [{ ...validatorJson(chain), propose_disabled: false, proposer_priority: "0" }],
      count: "1",
      total: "1",
    }),
    consensus_params: (p) => ({
      block_height: nextHeight(p),
      consensus_params: consensusParams(),
    }),
    block_search: async (p) => {
      const found = await searchBlocks(chain.log, p.text("query"));
      const page = pageOf(found, p).map((record) => blocks.blockJson(record));
      return { blocks: page, total_count: String(found.length) };
    },
  };
}

/** `blockchain`: at most twenty headers, newest first. */
function blockchain(blocks: BlockReader, p: Params) {
  const { log } = blocks.chain;
  const most = p.integer("maxHeight") ?? 0;
  const max = most <= 0 ? log.height : Math.min(most, log.height);
  const lowest = Math.max(1, log.base, max - MAX_METAS + 1);
  const min = Math.max(p.integer("minHeight") ?? 1, lowest);
  if (min > max) throw internalError(`min height ${min} can't be greater than max height ${max}`);
  const metas = [];
  for (let height = max; height >= min; height--) {
    const record = blocks.record(height);
    const { block_id } = blocks.blockJson(record);
    const size = record.txs.reduce((sum, tx) => sum + tx.length, 0);
    metas.push({
      block_id,
      block_size: String(size),
      header: headerJson(blocks.header(record)),
      num_txs: String(record.txs.length),
    });
  }
  return { last_height: String(log.height), block_metas: metas };
}
