import { txHash } from "@perpetua/protocol";
import { MAX_BLOCK_BYTES } from "../../chain/blockHeader.js";
import type { Chain } from "../../chain/chain.js";
import { MempoolError } from "../../chain/mempool.js";
import { BlockReader } from "./blocks.js";
import {
  base64,
  blockIdJson,
  eventsJson,
  headerJson,
  hex,
  timeText,
  txResultJson,
} from "./encoding.js";
import { internalError } from "./errors.js";
import { genesisChunks } from "./genesisChunks.js";
import type { Params } from "./params.js";
import { type SearchedTx, searchTxs } from "./search.js";
import { TxIndex } from "./txIndex.js";

export type Method = (params: Params) => unknown | Promise<unknown>;

const VERSION = "0.38.19";
const COMMIT_TIMEOUT_MS = 10_000;

/** CometBFT's JSON-RPC methods over one node's chain (wire.md §3.5). */
export function cometMethods(chain: Chain): Readonly<Record<string, Method>> {
  const blocks = new BlockReader(chain);
  const index = new TxIndex(chain);
  const { validator } = chain;
  const publicKey = { type: "tendermint/PubKeyEd25519", value: validator.publicKey };
  const validatorJson = {
    address: hex(validator.address),
    pub_key: publicKey,
    voting_power: String(validator.power),
  };

  return {
    health: () => ({}),
    status: () => statusOf(chain, blocks, validatorJson),
    net_info: () => ({ listening: true, listeners: [], n_peers: "0", peers: [] }),
    genesis: () => ({ genesis: chain.genesis }),
    genesis_chunked: (p) => genesisChunks(chain.genesis, p.integer("chunk") ?? 0),
    block: (p) => blocks.blockJson(blocks.record(p.integer("height"))),
    block_by_hash: (p) => {
      const record = blocks.byHash(p.base64("hash"));
      return record === undefined
        ? { block_id: blockIdJson(undefined), block: null }
        : blocks.blockJson(record);
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
        consensus_param_updates: consensusParams(),
        app_hash: base64(record.stateHash),
      };
    },
    commit: (p) => {
      const record = blocks.record(p.integer("height"));
      const header = headerJson(blocks.header(record));
      return {
        signed_header: { header, commit: blocks.commitJson(record.height) },
        canonical: true,
      };
    },
    validators: (p) => ({
      block_height: String(p.integer("height") ?? chain.height + 1),
      validators: [{ ...validatorJson, propose_disabled: false, proposer_priority: "0" }],
      count: "1",
      total: "1",
    }),
    consensus_params: (p) => ({
      block_height: String(p.integer("height") ?? chain.height + 1),
      consensus_params: consensusParams(),
    }),
    consensus_state: () => consensusState(chain),
    abci_info: () => ({
      response: {
        data: "dydxprotocol",
        last_block_height: String(chain.height),
        last_block_app_hash: base64(chain.exchange.stateHash()),
      },
    }),
    abci_query: (p) => abciQuery(chain, p.text("path"), p.hex("data")),
    broadcast_tx_sync: (p) => broadcast(chain, p.base64("tx")),
    broadcast_tx_async: (p) => broadcastAsync(chain, p.base64("tx")),
    broadcast_tx_commit: (p) => broadcastCommit(chain, index, p.base64("tx")),
    check_tx: (p) => {
      const result = chain.exchange.simulateCheck(p.base64("tx"));
      return txResultJson(result);
    },
    unconfirmed_txs: (p) => unconfirmed(chain, p.integer("limit") ?? 30),
    num_unconfirmed_txs: () => ({ ...unconfirmed(chain, 0), txs: null }),
    tx: (p) => {
      const hash = p.base64("hash");
      const at = index.find(hex(hash));
      const record = at === undefined ? undefined : chain.log.read(at.height);
      if (at === undefined || record === undefined) {
        throw internalError(`tx (${Buffer.from(hash).toString("hex").toUpperCase()}) not found`);
      }
      return txJson({ record, index: at.index });
    },
    tx_search: (p) => {
      const found = searchTxs(index, chain.height, p.text("query"));
      return page(found, p, (txs) => ({ txs: txs.map(txJson), total_count: String(found.length) }));
    },
  };
}

export function consensusParams() {
  return {
    block: { max_bytes: String(MAX_BLOCK_BYTES), max_gas: "-1" },
    evidence: {
      max_age_num_blocks: "100000",
      max_age_duration: "172800000000000",
      max_bytes: "1048576",
    },
    validator: { pub_key_types: ["ed25519"] },
    version: {},
    abci: { vote_extensions_enable_height: "1" },
  };
}

function txJson({ record, index }: SearchedTx) {
  const tx = record.txs[index] ?? new Uint8Array();
  const result = record.results[index];
  return {
    hash: txHash(tx),
    height: String(record.height),
    index,
    tx_result: result === undefined ? null : txResultJson(result),
    tx: base64(tx),
  };
}

function page<T>(found: readonly T[], p: Params, answer: (part: readonly T[]) => unknown): unknown {
  const size = Math.min(Math.max(p.integer("per_page") ?? 30, 1), 100);
  const number = p.integer("page") ?? 1;
  const pages = Math.max(1, Math.ceil(found.length / size));
  if (number < 1 || number > pages)
    throw internalError(`page should be within [1, ${pages}] range, given ${number}`);
  const ordered = p.text("order_by") === "desc" ? found.toReversed() : found;
  return answer(ordered.slice((number - 1) * size, number * size));
}

function statusOf(chain: Chain, blocks: BlockReader, validatorJson: object) {
  const tip = chain.log.height;
  const latest = tip > 0 ? blocks.record(tip) : undefined;
  const earliest = tip > 0 ? blocks.record(Math.max(1, chain.log.base)) : undefined;
  const side = (name: string, record: typeof latest) => ({
    [`${name}_block_hash`]: record === undefined ? "" : hex(record.hash),
    [`${name}_app_hash`]: record === undefined ? "" : hex(record.stateHash),
    [`${name}_block_height`]: String(record?.height ?? 0),
    [`${name}_block_time`]: timeText(record?.seconds ?? 0, record?.nanos ?? 0),
  });
  return {
    node_info: {
      protocol_version: { p2p: "8", block: "11", app: "0" },
      id: hex(chain.validator.address).toLowerCase(),
      listen_addr: "tcp://0.0.0.0:26656",
      network: chain.exchange.header.chainId,
      version: VERSION,
      channels: "40202122233038606100",
      moniker: chain.validator.moniker,
      other: { tx_index: "on", rpc_address: "tcp://0.0.0.0:26657" },
    },
    sync_info: { ...side("latest", latest), ...side("earliest", earliest), catching_up: false },
    validator_info: validatorJson,
  };
}

function blockchain(blocks: BlockReader, p: Params) {
  const tip = blocks.chain.log.height;
  const most = p.integer("maxHeight") ?? 0;
  const max = most <= 0 ? tip : Math.min(most, tip);
  const min = Math.max(p.integer("minHeight") ?? 1, Math.max(1, blocks.chain.log.base), max - 19);
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
  return { last_height: String(tip), block_metas: metas };
}

function consensusState(chain: Chain) {
  const { power } = chain.validator;
  const array = `BA{1:_} 0/${power} = 0.00`;
  return {
    round_state: {
      "height/round/step": `${chain.height + 1}/0/1`,
      start_time: timeText(chain.exchange.header.seconds, chain.exchange.header.nanos),
      proposal_block_hash: "",
      locked_block_hash: "",
      valid_block_hash: "",
      height_vote_set: [
        {
          round: 0,
          prevotes: ["nil-Vote"],
          prevotes_bit_array: array,
          precommits: ["nil-Vote"],
          precommits_bit_array: array,
        },
      ],
      proposer: { address: hex(chain.validator.address), index: 0 },
    },
  };
}

function unconfirmed(chain: Chain, limit: number) {
  const txs = chain.mempool.all().slice(0, Math.min(limit, 100));
  return {
    n_txs: String(limit === 0 ? chain.mempool.size : txs.length),
    total: String(chain.mempool.size),
    total_bytes: String(chain.mempool.bytes),
    txs: txs.map((tx) => base64(tx.bytes)),
  };
}

/** gRPC status → sdk code of a failed query (wire.md §3.5, last part). */
const STATUS_NAMES: Readonly<Record<number, readonly [number, string, string]>> = {
  3: [18, "InvalidArgument", "invalid request"],
  5: [22, "NotFound", "key not found"],
};

function abciQuery(chain: Chain, path: string, data: Uint8Array) {
  const base = { info: "", index: "0", key: null, proofOps: null };
  const height = String(chain.height);
  if (path === "/app/version") {
    return { response: { code: 0, log: "", ...base, value: "", height, codespace: "sdk" } };
  }
  const simulate = path === "/cosmos.tx.v1beta1.Service/Simulate" || path === "/app/simulate";
  const result = simulate ? chain.exchange.simulateQuery(data) : chain.exchange.query(path, data);
  if (result.code === 0) {
    const value = base64(result.value);
    return { response: { code: 0, log: "", ...base, value, height, codespace: "" } };
  }
  if (result.code === 12) {
    const log = "unknown query path: unknown request";
    return { response: { code: 6, log, ...base, value: null, height: "0", codespace: "sdk" } };
  }
  const [code, name, text] = STATUS_NAMES[result.code] ?? [6, "Unknown", "unknown request"];
  const log = `rpc error: code = ${name} desc = ${result.message}: ${text}`;
  return { response: { code, log, ...base, value: null, height, codespace: "sdk" } };
}

async function broadcast(chain: Chain, bytes: Uint8Array) {
  const { hash, check } = await submit(chain, bytes);
  return { code: check.code, data: "", log: check.log, codespace: check.codespace, hash };
}

async function submit(chain: Chain, bytes: Uint8Array) {
  try {
    return await chain.submit(bytes);
  } catch (error) {
    if (error instanceof MempoolError) throw internalError(error.message);
    throw error;
  }
}

async function broadcastAsync(chain: Chain, bytes: Uint8Array) {
  void chain.submit(bytes).catch(() => undefined); // Fire and forget is what the method promises.
  return { code: 0, data: "", log: "", codespace: "", hash: txHash(bytes) };
}

async function broadcastCommit(chain: Chain, index: TxIndex, bytes: Uint8Array) {
  const { hash, check } = await submit(chain, bytes);
  const empty = {
    code: 0,
    data: null,
    log: "",
    info: "",
    gas_wanted: "0",
    gas_used: "0",
    events: [],
    codespace: "",
  };
  if (check.code !== 0)
    return { check_tx: txResultJson(check), tx_result: empty, hash, height: "0" };
  const deadline = Date.now() + COMMIT_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const at = index.find(hash);
    const record = at === undefined ? undefined : chain.log.read(at.height);
    if (at !== undefined && record !== undefined) {
      const { tx_result } = txJson({ record, index: at.index });
      return { check_tx: txResultJson(check), tx_result, hash, height: String(at.height) };
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw internalError("timed out waiting for tx to be included in a block");
}
