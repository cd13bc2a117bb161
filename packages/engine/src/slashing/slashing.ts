import {
  ACCOUNT_PREFIX,
  bech32Convert,
  cosmosSlashing,
  isBech32Address,
  OPERATOR_PREFIX,
} from "@perpetua/protocol";
import { authorityRejection } from "../auth/index.js";
import { decTruncate, parseDec } from "../math/index.js";
import {
  getDelegation,
  getValidator,
  type StakingKernel,
  setValidator,
  tokensFromShares,
} from "../staking/index.js";
import {
  type GenesisJson,
  handler,
  type Item,
  type MessageHandler,
  nsOf,
  partsOfNs,
  protoCodec,
  type Rejection,
  reject,
  type StateRegistry,
  utf8,
} from "../state/index.js";

export interface SlashingState {
  readonly params: Item<cosmosSlashing.Params>;
}

export type SlashingKernel = StakingKernel & { readonly slashing: SlashingState };

export function createSlashingState(registry: StateRegistry): SlashingState {
  return { params: registry.item("slashing/params", protoCodec(cosmosSlashing.Params)) };
}

/** Reads `app_state.slashing`; decimals travel as the text of their integer. */
export function initGenesis(k: SlashingKernel, json: GenesisJson): void {
  const params = json.at("params");
  const dec = (name: string) => utf8(parseDec(params.at(name).string("0")).toString());
  k.slashing.params.set({
    signedBlocksWindow: params.at("signed_blocks_window").bigint(3000n),
    minSignedPerWindow: dec("min_signed_per_window"),
    downtimeJailDuration: partsOfNs(params.at("downtime_jail_duration").durationNs()),
    slashFractionDoubleSign: dec("slash_fraction_double_sign"),
    slashFractionDowntime: dec("slash_fraction_downtime"),
  });
}

/** Lets a validator back that was jailed for too little stake of its own. */
function unjail(k: SlashingKernel, operator: string): Rejection | undefined {
  if (!isBech32Address(operator, OPERATOR_PREFIX)) {
    return reject("sdk", 7, `validator input address: ${operator}: invalid address`);
  }
  const validator = getValidator(k, operator);
  if (validator === undefined) {
    return reject("slashing", 2, "address is not associated with any known validator");
  }
  const account = bech32Convert(operator, ACCOUNT_PREFIX);
  const own = getDelegation(k, account, operator);
  if (own === undefined) {
    return reject("slashing", 6, "validator has no self-delegation; cannot be unjailed");
  }
  const tokens = decTruncate(tokensFromShares(validator, own.shares));
  if (tokens < validator.minSelfDelegation) {
    const text = "validator's self delegation less than minimum; cannot be unjailed";
    return reject("slashing", 7, `${tokens} less than ${validator.minSelfDelegation}: ${text}`);
  }
  if (!validator.jailed) {
    return reject("slashing", 5, "validator not jailed; cannot be unjailed");
  }
  setValidator(k, { ...validator, jailed: false });
  return undefined;
}

const EMPTY = new Uint8Array();

export const slashingMessages: MessageHandler<SlashingKernel, unknown>[] = [
  handler<SlashingKernel, cosmosSlashing.MsgUnjail>({
    typeUrl: "/cosmos.slashing.v1beta1.MsgUnjail",
    codec: cosmosSlashing.MsgUnjail,
    category: "normal",
    signers: (m) =>
      isBech32Address(m.validatorAddr, OPERATOR_PREFIX)
        ? [bech32Convert(m.validatorAddr, ACCOUNT_PREFIX)]
        : [""],
    validateBasic: () => undefined,
    handle: (k, m) => unjail(k, m.validatorAddr) ?? EMPTY,
  }),
  handler<SlashingKernel, cosmosSlashing.MsgUpdateParams>({
    typeUrl: "/cosmos.slashing.v1beta1.MsgUpdateParams",
    codec: cosmosSlashing.MsgUpdateParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused !== undefined) return refused;
      if (m.params === undefined || m.params.signedBlocksWindow <= 0n) {
        return reject("undefined", 1, "signed blocks window must be positive");
      }
      if (nsOf(m.params.downtimeJailDuration) <= 0n) {
        return reject("undefined", 1, "downtime jail duration must be positive");
      }
      k.slashing.params.set(m.params);
      return EMPTY;
    },
  }),
];
