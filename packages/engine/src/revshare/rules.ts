import type { revshare as wire } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import { assert, ONE_MILLION } from "../math/index.js";
import { marketIds } from "../prices/index.js";
import type { GenesisJson, Rejection } from "../state/index.js";
import { revshareRejection } from "./errors.js";
import { isRevShareSafe } from "./safety.js";
import {
  type MarketMapperParams,
  marketMapperParams,
  type RevshareKernel,
  unconditionalConfigs,
} from "./state.js";

const MAX_ROUTER_SHARE_PPM = 800_000;
const MAX_PPM = 1_000_000;
const SECONDS_PER_DAY = 86_400;

function unsafe(k: RevshareKernel, promisedPpm: bigint): Rejection | undefined {
  const tiers = k.feetiers.params.get()?.tiers ?? [];
  return isRevShareSafe(tiers, promisedPpm) ? undefined : revshareRejection(5, "");
}

function sumPpm(config: Readonly<wire.UnconditionalRevShareConfig>): bigint {
  let total = 0n;
  for (const { sharePpm } of config.configs) total += BigInt(sharePpm);
  return total;
}

/** Gives a new market its mapper's expiry (risk.md §9.4); `valid_days` counts only at creation. */
export function createMarketRevShare(k: RevshareKernel, marketId: number): void {
  // ROUNDING: the product is a uint32 in the reference.
  const seconds = Number(
    BigInt.asUintN(32, BigInt(marketMapperParams(k).validDays * SECONDS_PER_DAY)),
  );
  k.revshare.marketExpirations.set(String(marketId), k.header.seconds + seconds);
}

export function setMarketMapperParams(
  k: RevshareKernel,
  params: MarketMapperParams,
): Rejection | undefined {
  const configs = [...unconditionalConfigs(k)];
  const refused = unsafe(k, sumPpm({ configs }) + BigInt(params.revenueSharePpm));
  if (refused !== undefined) return refused;
  if (!isValidAddress(params.address)) return revshareRejection(1, params.address);
  if (params.revenueSharePpm >= MAX_PPM) {
    return revshareRejection(2, String(params.revenueSharePpm));
  }
  k.revshare.marketMapper.set(params);
  return undefined;
}

/** Overrides a market's expiry; the market need not exist. */
export function setMarketExpiration(
  k: RevshareKernel,
  marketId: number,
  expirationTs: bigint,
): Rejection | undefined {
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  const seconds = Number(expirationTs < limit ? expirationTs : limit);
  k.revshare.marketExpirations.set(String(marketId), seconds);
  return undefined;
}

/**
 * Addresses are not checked when set; a bad one makes fee distribution fail later (risk.md §9.5).
 */
export function setUnconditionalConfig(
  k: RevshareKernel,
  config: wire.UnconditionalRevShareConfig,
): Rejection | undefined {
  const total = sumPpm(config);
  if (total >= ONE_MILLION) return revshareRejection(4, `total share ppm ${total}`);
  const refused = unsafe(k, total + BigInt(marketMapperParams(k).revenueSharePpm));
  if (refused !== undefined) return refused;
  k.revshare.unconditional.set(config);
  return undefined;
}

export function setOrderRouter(
  k: RevshareKernel,
  router: wire.OrderRouterRevShare,
): Rejection | undefined {
  if (router.sharePpm > MAX_ROUTER_SHARE_PPM) return revshareRejection(2, String(router.sharePpm));
  if (!isValidAddress(router.address)) return revshareRejection(1, router.address);
  k.revshare.orderRouters.set(router.address, router.sharePpm);
  return undefined;
}

/**
 * Reads `app_state.revshare`. Oracle markets of genesis were made before these parameters existed,
 * hence with zero valid days: their mappers never earn (risk.md §9.4, recorded, block 557).
 */
export function initGenesis(k: RevshareKernel, json: GenesisJson): void {
  for (const id of marketIds(k)) createMarketRevShare(k, id);
  const p = json.at("params");
  const params = {
    address: p.at("address").string(),
    revenueSharePpm: p.at("revenue_share_ppm").number(),
    validDays: p.at("valid_days").number(),
  };
  assert(isValidAddress(params.address), `revshare.params.address: ${params.address}`);
  assert(params.revenueSharePpm < MAX_PPM, "revshare.params.revenue_share_ppm");
  k.revshare.marketMapper.set(params);
}
