import { clob, perpetuals, prices, type subaccounts, vault } from "@perpetua/protocol";
import { ACTIVE, acquireNextClobPairId, createClobPair } from "../clob/index.js";
import { acquireNextPerpetualId, allPerpetuals, createPerpetual } from "../perpetuals/index.js";
import {
  acquireNextMarketId,
  createOracleMarket,
  currencyPair,
  type MarketMapTicker,
} from "../prices/index.js";
import { createMarketRevShare } from "../revshare/index.js";
import { isRejection, type Rejection } from "../state/index.js";
import {
  allocate,
  depositAndMint,
  getVault,
  lockShares,
  QUOTING,
  upsertVault,
} from "../vault/index.js";
import { type ListingKernel, listingRejection, vaultDepositParams } from "./state.js";

const MIN_PRICE_CHANGE_PPM = 800;
const DEFAULT_FUNDING_PPM = 100;
const LIQUIDITY_TIER = 7;
const STEP_BASE_QUANTUMS = 1_000_000n;
const QUANTUM_CONVERSION_EXPONENT = -9;
const SUBTICKS_PER_TICK = 1_000_000;

const { PERPETUAL_MARKET_TYPE_CROSS: CROSS, PERPETUAL_MARKET_TYPE_ISOLATED: ISOLATED } =
  perpetuals.PerpetualMarketType;

/**
 * MsgCreateMarketPermissionless: oracle market, perpetual, clob pair and vault in one step (app.md
 * part 12).
 */
export function createMarketPermissionless(
  k: ListingKernel,
  ticker: string,
  creator: subaccounts.SubaccountId,
): Rejection | undefined {
  const cap = k.listing.hardCap.get() ?? 0;
  if (allPerpetuals(k).length > cap) return listingRejection(3);
  const marketMapTicker = k.prices.marketMap.get(currencyPair(ticker) ?? "");
  if (marketMapTicker === undefined) return listingRejection(1, ticker);
  const marketId = listOracleMarket(k, ticker, marketMapTicker);
  if (isRejection(marketId)) return marketId;
  const perpetualId = listPerpetual(k, ticker, marketId, marketMapTicker);
  if (isRejection(perpetualId)) return perpetualId;
  const pairId = listClobPair(k, perpetualId);
  if (isRejection(pairId)) return pairId;
  return fundVault(k, creator, pairId);
}

function listOracleMarket(
  k: ListingKernel,
  ticker: string,
  { decimals }: MarketMapTicker,
): Rejection | number {
  const id = acquireNextMarketId(k);
  const param = prices.MarketParam.fromPartial({
    id,
    pair: ticker,
    exponent: -decimals,
    minPriceChangePpm: MIN_PRICE_CHANGE_PPM,
  });
  const refused = createOracleMarket(k, param);
  if (refused !== undefined) return refused;
  createMarketRevShare(k, id);
  return id;
}

/** What the oracle's metadata say of a market. */
interface TickerMetadata {
  readonly referencePrice: bigint;
  readonly crossLaunch: boolean;
}

function readMetadata(json: string): Rejection | TickerMetadata {
  const parsed = parseObject(json);
  const price = parsed?.reference_price ?? 0;
  const cross = parsed?.cross_launch ?? false;
  const valid =
    typeof price === "number" &&
    Number.isInteger(price) &&
    price >= 0 &&
    typeof cross === "boolean";
  if (parsed === undefined || !valid) return listingRejection(6);
  if (price === 0) return listingRejection(2);
  return { referencePrice: BigInt(price), crossLaunch: cross };
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined; // Metadata come from outside; the caller refuses them (6).
  }
}

/**
 * −6 − (floor(log10(price)) − decimals): a quantum of every market is worth about the same (L1).
 */
export function atomicResolutionFor(referencePrice: bigint, decimals: number): number {
  const log10 = referencePrice.toString().length - 1;
  return -6 - (log10 - decimals);
}

function listPerpetual(
  k: ListingKernel,
  ticker: string,
  marketId: number,
  { metadataJson, decimals }: MarketMapTicker,
): Rejection | number {
  const metadata = readMetadata(metadataJson);
  if (isRejection(metadata)) return metadata;
  const id = acquireNextPerpetualId(k);
  const refused = createPerpetual(k, {
    id,
    ticker,
    marketId,
    atomicResolution: atomicResolutionFor(metadata.referencePrice, decimals),
    defaultFundingPpm: DEFAULT_FUNDING_PPM,
    liquidityTier: LIQUIDITY_TIER,
    marketType: metadata.crossLaunch ? CROSS : ISOLATED,
  });
  return refused ?? id;
}

function listClobPair(k: ListingKernel, perpetualId: number): Rejection | number {
  const id = acquireNextClobPairId(k);
  const pair = clob.ClobPair.fromPartial({
    id,
    perpetualClobMetadata: { perpetualId },
    stepBaseQuantums: STEP_BASE_QUANTUMS,
    quantumConversionExponent: QUANTUM_CONVERSION_EXPONENT,
    subticksPerTick: SUBTICKS_PER_TICK,
    status: ACTIVE,
  });
  const refused = createClobPair(k, pair);
  if (refused !== undefined) return refused;
  k.clob.block.newPairs.push(id);
  return id;
}

/** The creator pays for the new vault (and the main one) and gets locked shares for it. */
function fundVault(
  k: ListingKernel,
  creator: subaccounts.SubaccountId,
  pairId: number,
): Rejection | undefined {
  const { newVaultDeposit, mainVaultDeposit, blocksToLockShares } = vaultDepositParams(k);
  const shares = depositAndMint(k, creator, newVaultDeposit + mainVaultDeposit);
  if (isRejection(shares)) return shares;
  const refused =
    allocate(k, pairId, newVaultDeposit) ??
    lockShares(k, creator.owner, shares, k.header.height + blocksToLockShares);
  if (refused !== undefined) return refused;
  const params = getVault(k, pairId) ?? vault.VaultParams.fromPartial({});
  upsertVault(k, pairId, { ...params, status: QUOTING });
  return undefined;
}
