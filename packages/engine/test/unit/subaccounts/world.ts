import { readFileSync } from "node:fs";
import { moduleAddress } from "@perpetua/protocol";
import {
  type AffiliatesKernel,
  createAffiliatesState,
  initGenesis as initAffiliates,
} from "../../../src/affiliates/index.js";
import { createAssetsState, initGenesis as initAssets } from "../../../src/assets/index.js";
import { createAuthState } from "../../../src/auth/index.js";
import { createBankState, mintCoins, USDC_DENOM } from "../../../src/bank/index.js";
import {
  createBlocktimeState,
  initGenesis as initBlocktime,
} from "../../../src/blocktime/index.js";
import { createEpochsState, initGenesis as initEpochs } from "../../../src/epochs/index.js";
import {
  createFeetiersState,
  type FeetiersKernel,
  initGenesis as initFeetiers,
} from "../../../src/feetiers/index.js";
import {
  createPerpetualsState,
  initGenesis as initPerpetuals,
  mustPerpetual,
  setPerpetual,
} from "../../../src/perpetuals/index.js";
import {
  createPricesState,
  initMarketMap,
  initGenesis as initPrices,
} from "../../../src/prices/index.js";
import { createRevshareState, initGenesis as initRevshare } from "../../../src/revshare/index.js";
import {
  createRewardsState,
  initGenesis as initRewards,
  type RewardsKernel,
} from "../../../src/rewards/index.js";
import { createStakingState } from "../../../src/staking/index.js";
import {
  type AbciEvent,
  GenesisJson,
  IndexerEvents,
  Mode,
  StateRegistry,
} from "../../../src/state/index.js";
import { createStatsState, initGenesis as initStats } from "../../../src/stats/index.js";
import {
  CROSS_POOL,
  collateralPoolOf,
  createSubaccountsState,
  initGenesis as initSubaccounts,
  type SubaccountId,
  type SubaccountsKernel,
  setSubaccount,
} from "../../../src/subaccounts/index.js";
import { createVestState, type VestKernel } from "../../../src/vest/index.js";

/** Kernel of the risk modules alone. */
export type RiskKernel = SubaccountsKernel &
  FeetiersKernel &
  AffiliatesKernel &
  RewardsKernel &
  VestKernel;

export const BTC = 0;
export const ETH = 1;
export const LINK = 2;
export const EIGEN = 300;
export const BOME = 301;

const genesisFile = new URL("../../../../testkit/recordings/main/genesis.json", import.meta.url);
const appState: unknown = JSON.parse(readFileSync(genesisFile, "utf8")).app_state;

/**
 * A fresh kernel with the markets, tiers and parameters of the recorded network, at the given
 * height.
 */
export function createWorld(height = 100, seconds = 1_800_000_000): RiskKernel {
  const registry = new StateRegistry();
  const context = {
    registry,
    mode: Mode.Deliver,
    header: { chainId: "test", height: 0, seconds: 1, nanos: 0, proposer: new Uint8Array(20) },
    txHash: "",
    abciEvents: registry.blockList<AbciEvent>(),
  };
  const k: RiskKernel = Object.assign(context, {
    indexer: new IndexerEvents(
      registry.blockList(),
      () => true,
      () => "TX",
    ),
    auth: createAuthState(registry),
    bank: createBankState(registry),
    assets: createAssetsState(registry),
    blocktime: createBlocktimeState(registry),
    epochs: createEpochsState(registry),
    prices: createPricesState(registry),
    perpetuals: createPerpetualsState(registry),
    subaccounts: createSubaccountsState(registry),
    staking: createStakingState(registry),
    // Distribution is not part of this world: stakes change without rewards.
    delegationHooks: {
      validatorCreated: () => undefined,
      beforeDelegationCreated: () => undefined,
      beforeDelegationModified: () => undefined,
      afterDelegationModified: () => undefined,
      beforeValidatorSlashed: () => undefined,
      validatorRemoved: () => undefined,
    },
    stats: createStatsState(registry),
    affiliates: createAffiliatesState(registry),
    revshare: createRevshareState(registry),
    feetiers: createFeetiersState(registry),
    rewards: createRewardsState(registry),
    vest: createVestState(registry),
  });
  const section = (name: string) => new GenesisJson(appState, "app_state").at(name);
  initEpochs(k, section("epochs"));
  initMarketMap(k, section("marketmap"));
  initPrices(k, section("prices"));
  initAssets(k, section("assets"));
  initBlocktime(k, section("blocktime"));
  initFeetiers(k, section("feetiers"));
  initPerpetuals(k, section("perpetuals"));
  initStats(k, section("stats"));
  initSubaccounts(k, new GenesisJson({}, "subaccounts"));
  initRewards(k, section("rewards"));
  initRevshare(k, section("revshare"));
  initAffiliates(k, section("affiliates"));
  k.header = { ...k.header, height, seconds };
  return k;
}

export function account(name: string, number = 0): SubaccountId {
  return { owner: moduleAddress(`test:${name}`), number };
}

export function setPrice(k: RiskKernel, marketId: number, price: bigint): void {
  const old = k.prices.prices.get(String(marketId));
  if (old === undefined) throw new Error(`no market ${marketId}`);
  k.prices.prices.set(String(marketId), { ...old, price });
}

/**
 * Puts an account into the state with a USDC balance and positions, its collateral into the pool,
 * and the open interest of its longs into the perpetuals.
 */
export function fund(
  k: RiskKernel,
  id: SubaccountId,
  usdc: bigint,
  positions: readonly (readonly [perpetualId: number, quantums: bigint])[] = [],
): void {
  setSubaccount(k, {
    id,
    assetPositions: usdc === 0n ? [] : [{ assetId: 0, quantums: usdc, index: 0n }],
    perpetualPositions: positions.map(([perpetualId, quantums]) => ({
      perpetualId,
      quantums,
      fundingIndex: mustPerpetual(k, perpetualId).fundingIndex,
      quoteBalance: 0n,
    })),
    marginEnabled: false,
  });
  const first = positions[0];
  const pool = first === undefined ? CROSS_POOL : collateralPoolOf(k, first[0]);
  if (usdc > 0n) mintCoins(k, pool, USDC_DENOM, usdc);
  for (const [perpetualId, quantums] of positions) {
    if (quantums > 0n) addOpenInterest(k, perpetualId, quantums);
  }
}

export function addOpenInterest(k: RiskKernel, perpetualId: number, delta: bigint): void {
  const p = mustPerpetual(k, perpetualId);
  setPerpetual(k, { ...p, openInterest: p.openInterest + delta });
}

export function setOpenInterest(k: RiskKernel, perpetualId: number, openInterest: bigint): void {
  setPerpetual(k, { ...mustPerpetual(k, perpetualId), openInterest });
}

export function setFundingIndex(k: RiskKernel, perpetualId: number, fundingIndex: bigint): void {
  setPerpetual(k, { ...mustPerpetual(k, perpetualId), fundingIndex });
}
