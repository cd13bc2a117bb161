import {
  bech32Encode,
  CONSENSUS_PREFIX,
  cosmosBase,
  cosmosNode,
  cosmosTendermint,
  cosmosTx,
  type tendermintTypes,
} from "@perpetua/protocol";
import { blockIdOf } from "../../chain/blockHeader.js";
import type { Chain } from "../../chain/chain.js";
import { MempoolError } from "../../chain/mempool.js";
import type { BlockRecord } from "../../chain/record.js";
import { BlockReader } from "../comet/blocks.js";
import { hex, timeText } from "../comet/encoding.js";
import { TxIndex } from "../comet/txIndex.js";

export interface ServiceAnswer {
  readonly code: number;
  readonly value: Uint8Array;
  readonly message: string;
}

/** Answers the gRPC services that need the node rather than the state; undefined for every other method. */
export type NodeService = (
  method: string,
  request: Uint8Array,
) => Promise<ServiceAnswer | undefined>;

const BASE = "/cosmos.base.tendermint.v1beta1.Service";
const TX = "/cosmos.tx.v1beta1.Service";
const ok = (value: Uint8Array): ServiceAnswer => ({ code: 0, value, message: "" });
const refused = (code: number, message: string): ServiceAnswer => ({
  code,
  value: new Uint8Array(),
  message,
});
/** sdk codes of what never reaches the engine (wire.md §4.1). */
const MEMPOOL_CODES = { IN_CACHE: 19, FULL: 20, TOO_LARGE: 21 } as const;

export function nodeService(chain: Chain): NodeService {
  const blocks = new BlockReader(chain);
  const index = new TxIndex(chain);
  return async (method, request) => {
    switch (method) {
      case `${BASE}/GetLatestBlock`:
        return ok(encodeBlock(blocks, blocks.record(undefined)));
      case `${BASE}/GetBlockByHeight`: {
        const height = Number(cosmosTendermint.GetBlockByHeightRequest.decode(request).height);
        const record =
          height > 0 && height <= chain.log.height ? chain.log.read(height) : undefined;
        return record === undefined
          ? refused(3, "requested block height is bigger then the chain length")
          : ok(encodeBlock(blocks, record));
      }
      case `${BASE}/GetSyncing`:
        return ok(cosmosTendermint.GetSyncingResponse.encode({ syncing: false }).finish());
      case `${BASE}/GetNodeInfo`:
        return ok(encodeNodeInfo(chain));
      case "/cosmos.base.node.v1beta1.Service/Config":
        return ok(
          cosmosNode.ConfigResponse.encode(
            cosmosNode.ConfigResponse.fromPartial({ minimumGasPrice: MIN_GAS }),
          ).finish(),
        );
      case `${TX}/Simulate`:
        return chain.exchange.simulateQuery(request);
      case `${TX}/BroadcastTx`:
        return broadcast(chain, cosmosTx.BroadcastTxRequest.decode(request));
      case `${TX}/GetTx`:
        return getTx(chain, index, cosmosTx.GetTxRequest.decode(request).hash);
      default:
        return undefined;
    }
  };
}

const MIN_GAS =
  "25000000000.000000000000000000adv4tnt,0.025000000000000000ibc/8E27BA2D5493AF5636760E354E46004562C46AB7EC0CC4C1CA14E9E20E2545B5";

function encodeBlock(blocks: BlockReader, record: BlockRecord): Uint8Array {
  const header = blocks.header(record);
  const data = { txs: [...record.txs] };
  const evidence = { evidence: [] };
  const lastCommit = {
    height: BigInt(record.height - 1),
    round: 0,
    blockId: header.lastBlockId,
    signatures: [],
  };
  return cosmosTendermint.GetLatestBlockResponse.encode({
    blockId: blockIdOf(record.hash),
    block: { header, data, evidence, lastCommit },
    sdkBlock: { header: sdkHeader(header), data, evidence, lastCommit },
  }).finish();
}

function sdkHeader(header: tendermintTypes.Header): cosmosTendermint.Header {
  return { ...header, proposerAddress: bech32Encode(CONSENSUS_PREFIX, header.proposerAddress) };
}

function encodeNodeInfo(chain: Chain): Uint8Array {
  return cosmosTendermint.GetNodeInfoResponse.encode(
    cosmosTendermint.GetNodeInfoResponse.fromPartial({
      defaultNodeInfo: {
        protocolVersion: { p2p: 8n, block: 11n, app: 0n },
        defaultNodeId: hex(chain.validator.address).toLowerCase(),
        listenAddr: "tcp://0.0.0.0:26656",
        network: chain.exchange.header.chainId,
        version: "0.38.19",
        channels: new Uint8Array(Buffer.from("40202122233038606100", "hex")),
        moniker: chain.validator.moniker,
        other: { txIndex: "on", rpcAddress: "tcp://0.0.0.0:26657" },
      },
      applicationVersion: { appName: "dydxprotocold", cosmosSdkVersion: "v0.50.6" },
    }),
  ).finish();
}

async function broadcast(
  chain: Chain,
  request: cosmosTx.BroadcastTxRequest,
): Promise<ServiceAnswer> {
  if (request.txBytes.length === 0) return refused(3, "invalid empty tx");
  const mode = Number(request.mode);
  if (mode !== 2 && mode !== 3) {
    return refused(3, `unsupported return type ${mode}; supported types: sync, async`);
  }
  try {
    const { hash, check } = await chain.submit(request.txBytes);
    const { code, codespace, log } = check;
    return ok(encodeBroadcast({ txhash: hash, code, codespace, rawLog: code === 0 ? "" : log }));
  } catch (error) {
    if (!(error instanceof MempoolError)) throw error;
    return ok(encodeBroadcast({ code: MEMPOOL_CODES[error.code], codespace: "sdk" }));
  }
}

function encodeBroadcast(response: Partial<cosmosBase.TxResponse>): Uint8Array {
  const txResponse = cosmosBase.TxResponse.fromPartial(response);
  return cosmosTx.BroadcastTxResponse.encode({ txResponse }).finish();
}

function getTx(chain: Chain, index: TxIndex, hash: string): ServiceAnswer {
  const at = index.find(hash.toUpperCase());
  const record = at === undefined ? undefined : chain.log.read(at.height);
  const bytes = at === undefined ? undefined : record?.txs[at.index];
  const result = at === undefined ? undefined : record?.results[at.index];
  if (record === undefined || bytes === undefined || result === undefined) {
    return refused(5, `tx not found: ${hash}`);
  }
  const raw = cosmosTx.TxRaw.decode(bytes);
  const tx = {
    body: cosmosTx.TxBody.decode(raw.bodyBytes),
    authInfo: cosmosTx.AuthInfo.decode(raw.authInfoBytes),
    signatures: raw.signatures,
  };
  const txResponse = cosmosBase.TxResponse.fromPartial({
    height: BigInt(record.height),
    txhash: hash.toUpperCase(),
    codespace: result.codespace,
    code: result.code,
    data: Buffer.from(result.data).toString("hex").toUpperCase(),
    rawLog: result.log,
    gasWanted: result.gasWanted,
    gasUsed: result.gasUsed,
    tx: { typeUrl: "/cosmos.tx.v1beta1.Tx", value: cosmosTx.Tx.encode(tx).finish() },
    timestamp: timeText(record.seconds, 0),
    events: result.events.map((e) => ({
      type: e.type,
      attributes: e.attributes.map(([key, value]) => ({ key, value, index: true })),
    })),
  });
  return ok(cosmosTx.GetTxResponse.encode({ tx, txResponse }).finish());
}
