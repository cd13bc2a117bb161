import { MAX_BLOCK_BYTES } from "../../chain/blockHeader.js";
import type { Chain } from "../../chain/chain.js";
import type { BlockReader } from "../blocks.js";
import { nodeIdentity } from "../nodeIdentity.js";
import { hex, timeText } from "./encoding.js";

/** The lone validator as `status` and `validators` show it. */
export function validatorJson({ validator }: Chain) {
  return {
    address: hex(validator.address),
    pub_key: { type: "tendermint/PubKeyEd25519", value: validator.publicKey },
    voting_power: String(validator.power),
  };
}

export function statusJson(chain: Chain, blocks: BlockReader) {
  const tip = chain.log.height;
  const latest = tip > 0 ? blocks.record(tip) : undefined;
  const earliest = tip > 0 ? blocks.record(Math.max(1, chain.log.base)) : undefined;
  const side = (name: string, record: typeof latest) => ({
    [`${name}_block_hash`]: record === undefined ? "" : hex(record.hash),
    [`${name}_app_hash`]: record === undefined ? "" : hex(record.stateHash),
    [`${name}_block_height`]: String(record?.height ?? 0),
    [`${name}_block_time`]: timeText(record?.seconds ?? 0, record?.nanos ?? 0),
  });
  const node = nodeIdentity(chain);
  return {
    node_info: {
      protocol_version: {
        p2p: String(node.protocol.p2p),
        block: String(node.protocol.block),
        app: String(node.protocol.app),
      },
      id: node.id,
      listen_addr: node.listenAddress,
      network: node.network,
      version: node.version,
      channels: node.channels,
      moniker: node.moniker,
      other: { tx_index: "on", rpc_address: node.rpcAddress },
    },
    sync_info: { ...side("latest", latest), ...side("earliest", earliest), catching_up: false },
    validator_info: validatorJson(chain),
  };
}

const CONSENSUS_PARAMS = {
  block: { max_bytes: String(MAX_BLOCK_BYTES), max_gas: "-1" },
  evidence: {
    max_age_num_blocks: "100000",
    max_age_duration: "172800000000000",
    max_bytes: "1048576",
  },
  validator: { pub_key_types: ["ed25519"] },
  abci: { vote_extensions_enable_height: "1" },
};

/** As `consensus_params` prints them. */
export function consensusParams() {
  return { ...CONSENSUS_PARAMS, version: { app: "0" } };
}

/** As every block's result repeats them: a zero version is left out (traps-node.md 42). */
export function consensusParamUpdates() {
  return { ...CONSENSUS_PARAMS, version: {} };
}

export function consensusStateJson(chain: Chain) {
  const { header } = chain.exchange;
  const array = `BA{1:_} 0/${chain.validator.power} = 0.00`;
  return {
    round_state: {
      "height/round/step": `${chain.height + 1}/0/1`,
      start_time: timeText(header.seconds, header.nanos),
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

/** The genesis document in CometBFT's own shape: the app's file names some members otherwise. */
export function genesisJson(chain: Chain) {
  const document = chain.genesis as Readonly<Record<string, unknown>> & {
    readonly consensus?: { readonly params?: unknown };
  };
  const { address, pub_key, voting_power } = validatorJson(chain);
  return {
    genesis_time: document.genesis_time,
    chain_id: document.chain_id,
    initial_height: String(document.initial_height ?? 1),
    consensus_params: document.consensus_params ?? document.consensus?.params ?? consensusParams(),
    validators: [{ address, pub_key, power: voting_power, name: chain.validator.moniker }],
    app_hash: "",
    app_state: document.app_state,
  };
}
