import { cosmosConsensus, tendermintTypes } from "@perpetua/protocol";
import { authorityRejection } from "../auth/index.js";
import { must } from "../math/index.js";
import { type Query, query } from "../query/index.js";
import {
  type GenesisJson,
  handler,
  type Item,
  type Kernel,
  type MessageHandler,
  partsOfNs,
  protoCodec,
  reject,
  type StateRegistry,
} from "../state/index.js";

export interface ConsensusState {
  readonly params: Item<tendermintTypes.ConsensusParams>;
}

export type ConsensusKernel = Kernel & { readonly consensus: ConsensusState };

export function createConsensusState(registry: StateRegistry): ConsensusState {
  return { params: registry.item("consensus/params", protoCodec(tendermintTypes.ConsensusParams)) };
}

/** Reads `consensus.params` of the genesis file, beside `app_state`. */
export function initGenesis(k: ConsensusKernel, json: GenesisJson): void {
  const evidence = json.at("evidence");
  const types = json.at("validator").at("pub_key_types").list();
  k.consensus.params.set({
    block: {
      maxBytes: json.at("block").at("max_bytes").bigint(4_194_304n),
      maxGas: json.at("block").at("max_gas").bigint(-1n),
    },
    evidence: {
      maxAgeNumBlocks: evidence.at("max_age_num_blocks").bigint(100_000n),
      maxAgeDuration: partsOfNs(evidence.at("max_age_duration").bigint(172_800_000_000_000n)),
      maxBytes: evidence.at("max_bytes").bigint(1_048_576n),
    },
    validator: { pubKeyTypes: types.length === 0 ? ["ed25519"] : types.map((t) => t.string()) },
    version: { app: json.at("version").at("app").bigint() },
    abci: {
      voteExtensionsEnableHeight: json.at("abci").at("vote_extensions_enable_height").bigint(1n),
    },
  });
}

export function consensusParams(k: ConsensusKernel): tendermintTypes.ConsensusParams {
  return must(k.consensus.params.get(), "consensus params are set at genesis");
}

const EMPTY = new Uint8Array();

export const consensusMessages: MessageHandler<ConsensusKernel, unknown>[] = [
  handler<ConsensusKernel, cosmosConsensus.MsgUpdateParams>({
    typeUrl: "/cosmos.consensus.v1.MsgUpdateParams",
    codec: cosmosConsensus.MsgUpdateParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused !== undefined) return refused;
      const { block, evidence, validator, abci } = m;
      if (block === undefined || evidence === undefined || validator === undefined) {
        return reject("undefined", 1, "all parameters must be present");
      }
      if (block.maxBytes === 0n || block.maxBytes < -1n || block.maxGas < -1n) {
        return reject("undefined", 1, "block.MaxBytes must be -1 or greater than 0");
      }
      const old = consensusParams(k);
      k.consensus.params.set({ ...old, block, evidence, validator, abci: abci ?? old.abci });
      return EMPTY;
    },
  }),
];

export const consensusQueries: readonly Query<ConsensusKernel>[] = [
  query(
    "/cosmos.consensus.v1.Query/Params",
    cosmosConsensus.QueryParamsRequest,
    cosmosConsensus.QueryParamsResponse,
    (k) => ({ params: consensusParams(k) }),
  ),
];
