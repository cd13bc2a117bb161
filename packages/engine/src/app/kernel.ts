import { type clob as clobProto, nobleVerifier, type SignatureVerifier } from "@perpetua/protocol";
import { type AccountplusKernel, createAccountplusState } from "../accountplus/index.js";
import { type AffiliatesKernel, createAffiliatesState } from "../affiliates/index.js";
import { type AssetsKernel, createAssetsState } from "../assets/index.js";
import { createAuthState } from "../auth/index.js";
import { type AuthzKernel, createAuthzState } from "../authz/index.js";
import { createBankState } from "../bank/index.js";
import { type BlocktimeKernel, createBlocktimeState } from "../blocktime/index.js";
import { type BridgeKernel, createBridgeState } from "../bridge/index.js";
import {
  type ClobDaemonInputs,
  type ClobKernel,
  createClobState,
  createMemClob,
} from "../clob/index.js";
import { type ConsensusKernel, createConsensusState } from "../consensus/index.js";
import { type CrisisKernel, createCrisisState } from "../crisis/index.js";
import { createDelaymsgState } from "../delaymsg/index.js";
import {
  createDistributionState,
  type DistributionKernel,
  delegationHooks,
} from "../distribution/index.js";
import { createEpochsState, type EpochsKernel } from "../epochs/index.js";
import { createFeegrantState, type FeegrantKernel } from "../feegrant/index.js";
import { createFeetiersState, type FeetiersKernel } from "../feetiers/index.js";
import { createGovState, type GovKernel } from "../gov/index.js";
import { createListingState, type ListingKernel } from "../listing/index.js";
import { createMarketmapState, type MarketmapKernel } from "../marketmap/index.js";
import { createPerpetualsState, type PerpetualsKernel } from "../perpetuals/index.js";
import { createPricesState, type PricesKernel } from "../prices/index.js";
import { createRatelimitState, type RatelimitKernel } from "../ratelimit/index.js";
import { createRevshareState, type RevshareKernel } from "../revshare/index.js";
import { createRewardsState, type RewardsKernel } from "../rewards/index.js";
import { createSlashingState, type SlashingKernel } from "../slashing/index.js";
import { createStakingState } from "../staking/index.js";
import {
  type AbciEvent,
  IndexerEvents,
  isDelivering,
  Mode,
  type Rejection,
  StateRegistry,
} from "../state/index.js";
import { createStatsState, type StatsKernel } from "../stats/index.js";
import { createSubaccountsState, type SubaccountsKernel } from "../subaccounts/index.js";
import { createUpgradeState, type UpgradeKernel } from "../upgrade/index.js";
import { createVaultState, type VaultKernel } from "../vault/index.js";
import { createVestState, type VestKernel } from "../vest/index.js";
import {
  delayableRejection,
  executeInternal,
  messageFromJson,
  routeMessage,
} from "./internalMessages.js";
import { isKeyExpired } from "./keyExpiry.js";
import { messageHandlers } from "./messageTable.js";
import { decodeOperationTx } from "./operationTx.js";

/** What a node's daemons tell the engine: local knowledge, never state. */
export type DaemonInputs = { -readonly [K in keyof ClobDaemonInputs]: ClobDaemonInputs[K] };

/** Everything: the states of all modules and the context of the block in execution. */
export type EngineKernel = AccountplusKernel &
  AffiliatesKernel &
  AssetsKernel &
  AuthzKernel &
  BlocktimeKernel &
  BridgeKernel &
  ClobKernel &
  ConsensusKernel &
  CrisisKernel &
  DistributionKernel &
  EpochsKernel &
  FeegrantKernel &
  FeetiersKernel &
  GovKernel &
  ListingKernel &
  MarketmapKernel &
  PerpetualsKernel &
  PricesKernel &
  RatelimitKernel &
  RevshareKernel &
  RewardsKernel &
  SlashingKernel &
  StatsKernel &
  SubaccountsKernel &
  UpgradeKernel &
  VaultKernel &
  VestKernel & {
    readonly verifier: SignatureVerifier;
    readonly daemons: DaemonInputs;
    decodeOperationTx(bytes: Uint8Array): Rejection | { msg: clobProto.MsgPlaceOrder };
  };

/** What an engine is started with; consensus parameters are in genesis. */
export interface KernelOptions {
  readonly verifier?: SignatureVerifier;
  /**
   * Adapts the kernel before its first use: tests put slow, obvious parts in place of fast ones.
   */
  readonly prepare?: (k: EngineKernel) => void;
}

/** Creates all module states under one registry. */
export function createKernel(options: KernelOptions): EngineKernel {
  const registry = new StateRegistry();
  const context = {
    registry,
    mode: Mode.CheckTx,
    header: { chainId: "", height: 0, seconds: 0, nanos: 0, proposer: new Uint8Array() },
    txHash: "",
    abciEvents: registry.blockList<AbciEvent>(),
    verifier: options.verifier ?? nobleVerifier,
    daemons: { indexPrices: new Map<number, bigint>() },
  };
  const indexer = new IndexerEvents(
    registry.blockList(),
    () => isDelivering(k),
    () => k.txHash,
  );
  const k: EngineKernel = Object.assign(context, {
    indexer,
    delegationHooks: delegationHooks(() => k),
    auth: createAuthState(registry),
    authz: createAuthzState(registry),
    bank: createBankState(registry),
    accountplus: createAccountplusState(registry),
    assets: createAssetsState(registry),
    blocktime: createBlocktimeState(registry),
    epochs: createEpochsState(registry),
    prices: createPricesState(registry),
    marketmap: createMarketmapState(registry),
    perpetuals: createPerpetualsState(registry),
    subaccounts: createSubaccountsState(registry),
    feetiers: createFeetiersState(registry),
    stats: createStatsState(registry),
    affiliates: createAffiliatesState(registry),
    revshare: createRevshareState(registry),
    rewards: createRewardsState(registry),
    vest: createVestState(registry),
    staking: createStakingState(registry),
    distribution: createDistributionState(registry),
    slashing: createSlashingState(registry),
    consensus: createConsensusState(registry),
    crisis: createCrisisState(registry),
    upgrade: createUpgradeState(registry),
    feegrant: createFeegrantState(registry),
    gov: createGovState(registry),
    ratelimit: createRatelimitState(registry),
    bridge: createBridgeState(registry),
    delaymsg: createDelaymsgState(registry),
    clob: createClobState(registry),
    memclob: createMemClob(),
    vault: createVaultState(registry),
    listing: createListingState(registry),
    executeInternal: (message: Parameters<EngineKernel["executeInternal"]>[0]) =>
      executeInternal(k, message),
    delayableRejection: (message: Parameters<EngineKernel["delayableRejection"]>[0]) =>
      delayableRejection(k, message),
    routeMessage: (message: Parameters<EngineKernel["routeMessage"]>[0]) =>
      routeMessage(k, message),
    isRoutable: (typeUrl: string) => messageHandlers.has(typeUrl),
    messageFromJson,
    decodeOperationTx: (bytes: Uint8Array) => decodeOperationTx(k, bytes),
  });
  options.prepare?.(k);
  k.memclob.isKeyExpired = (txBytes) => isKeyExpired(k, txBytes);
  return k;
}
