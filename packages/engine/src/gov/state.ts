import { bech32Decode, cosmosGov } from "@perpetua/protocol";
import { must } from "../math/index.js";
import type { StakingKernel } from "../staking/index.js";
import {
  type AnyMessage,
  bigintCodec,
  booleanCodec,
  hex,
  type Item,
  protoCodec,
  type Rejection,
  type RouterKernel,
  type StateRegistry,
  type Store,
  sortableUint64,
  stringCodec,
} from "../state/index.js";

export interface GovState {
  readonly params: Item<cosmosGov.Params>;
  readonly constitution: Item<string>;
  readonly nextProposalId: Item<bigint>;
  readonly proposals: Store<cosmosGov.Proposal>;
  /** Keys of proposals that wait for deposits or votes. */
  readonly open: Store<boolean>;
  /** `proposal/address bytes`, so that iteration is in the SDK's order. */
  readonly deposits: Store<cosmosGov.Deposit>;
  readonly votes: Store<cosmosGov.Vote>;
}

export type GovKernel = StakingKernel &
  RouterKernel & {
    readonly gov: GovState;
    /** Runs a message without ante checks; reverts and reports on failure. */
    executeInternal(message: AnyMessage): Rejection | undefined;
  };

export function createGovState(registry: StateRegistry): GovState {
  return {
    params: registry.item("gov/params", protoCodec(cosmosGov.Params)),
    constitution: registry.item("gov/constitution", stringCodec),
    nextProposalId: registry.item("gov/nextProposalId", bigintCodec),
    proposals: registry.store("gov/proposals", protoCodec(cosmosGov.Proposal)),
    open: registry.store("gov/open", booleanCodec),
    deposits: registry.store("gov/deposits", protoCodec(cosmosGov.Deposit)),
    votes: registry.store("gov/votes", protoCodec(cosmosGov.Vote)),
  };
}

export function govParams(k: GovKernel): cosmosGov.Params {
  return must(k.gov.params.get(), "gov params are set at genesis");
}

export function getProposal(k: GovKernel, id: bigint): cosmosGov.Proposal | undefined {
  return k.gov.proposals.get(sortableUint64(id));
}

const { PROPOSAL_STATUS_DEPOSIT_PERIOD: WAITING, PROPOSAL_STATUS_VOTING_PERIOD: VOTING } =
  cosmosGov.ProposalStatus;

export function setProposal(k: GovKernel, proposal: cosmosGov.Proposal): void {
  const key = sortableUint64(proposal.id);
  k.gov.proposals.set(key, proposal);
  if (proposal.status === WAITING || proposal.status === VOTING) k.gov.open.set(key, true);
  else k.gov.open.delete(key);
}

export function deleteProposal(k: GovKernel, id: bigint): void {
  const key = sortableUint64(id);
  k.gov.proposals.delete(key);
  k.gov.open.delete(key);
}

/** Proposals that wait for deposits or votes, in order of id. */
export function openProposals(k: GovKernel): cosmosGov.Proposal[] {
  return k.gov.open.sortedKeys().flatMap((key) => k.gov.proposals.get(key) ?? []);
}

/** Proposals in order of id. */
export function allProposals(k: GovKernel): cosmosGov.Proposal[] {
  return [...k.gov.proposals.entries()].map(([, p]) => p);
}

/** Key of what one address did with a proposal. */
export function byAddressKey(id: bigint, address: string): string {
  return `${sortableUint64(id)}/${hex(bech32Decode(address).bytes)}`;
}

/** Records of one proposal, in order of address bytes. */
export function recordsOf<V>(store: Store<V>, id: bigint): [string, V][] {
  const prefix = `${sortableUint64(id)}/`;
  return [...store.entries()].filter(([key]) => key.startsWith(prefix));
}
