import {
  bech32Encode,
  CONSENSUS_PREFIX,
  cosmosTendermint,
  type tendermintTypes,
} from "@perpetua/protocol";
import { blockIdOf } from "../../chain/blockHeader.js";
import type { BlockRecord } from "../../chain/record.js";
import { BlockReader } from "../blocks.js";
import type { NodeContext } from "../context.js";
import { nodeIdentity } from "../nodeIdentity.js";
import { type MethodTable, ok, refused } from "./methodTable.js";

const SERVICE = "/cosmos.base.tendermint.v1beta1.Service";
const INVALID_ARGUMENT = 3;

/** `cosmos.base.tendermint.v1beta1.Service`: blocks and what the node says of itself. */
export function blockService({ chain }: NodeContext): MethodTable {
  const blocks = new BlockReader(chain);
  return {
    [`${SERVICE}/GetLatestBlock`]: () => ok(encodeBlock(blocks, blocks.record(undefined))),
    [`${SERVICE}/GetBlockByHeight`]: (request) => {
      const height = Number(cosmosTendermint.GetBlockByHeightRequest.decode(request).height);
      if (height > chain.log.height) {
        const text = "requested block height is bigger then the chain length";
        return refused(INVALID_ARGUMENT, text);
      }
      const record = height > 0 ? chain.log.read(height) : undefined;
      if (record === undefined) {
        const text = `height ${height} is not available, lowest height is ${chain.log.base}`;
        return refused(INVALID_ARGUMENT, text);
      }
      return ok(encodeBlock(blocks, record));
    },
    [`${SERVICE}/GetSyncing`]: () =>
      ok(cosmosTendermint.GetSyncingResponse.encode({ syncing: false }).finish()),
    [`${SERVICE}/GetNodeInfo`]: () => {
      const node = nodeIdentity(chain);
      const response = cosmosTendermint.GetNodeInfoResponse.fromPartial({
        defaultNodeInfo: {
          protocolVersion: node.protocol,
          defaultNodeId: node.id,
          listenAddr: node.listenAddress,
          network: node.network,
          version: node.version,
          channels: new Uint8Array(Buffer.from(node.channels, "hex")),
          moniker: node.moniker,
          other: { txIndex: "on", rpcAddress: node.rpcAddress },
        },
        applicationVersion: { appName: "dydxprotocold", cosmosSdkVersion: "v0.50.6" },
      });
      return ok(cosmosTendermint.GetNodeInfoResponse.encode(response).finish());
    },
  };
}

/** Both forms of the block: Python reads `block`, Rust reads `sdk_block` (wire.md §3.2). */
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
