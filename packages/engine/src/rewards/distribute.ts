import { encodeSerializableInt, indexerEvents } from "@perpetua/protocol";
import { moduleAddress } from "../auth/index.js";
import { balanceOf, isBlockedAddress, sendCoins } from "../bank/index.js";
import { min, ONE_MILLION } from "../math/index.js";
import { quoteExponent, quoteToBase } from "../perpetuals/index.js";
import { marketPrice } from "../prices/index.js";
import { BlockEventPhase } from "../state/index.js";
import { type RewardsKernel, type RewardsParams, rewardsParams } from "./state.js";

/**
 * What limits a distribution is the balance of this account, whatever `treasury_account` says
 * (risk.md §11.3).
 */
const TREASURY_ADDRESS = moduleAddress("rewards_treasury");

/**
 * Rewards' EndBlocker: pays the block's traders in proportion to their weights. ROUNDING: floor;
 * dust stays.
 */
export function endBlock(k: RewardsKernel): void {
  const addresses = k.rewards.shares.sortedKeys();
  let totalWeight = 0n;
  for (const address of addresses) totalWeight += k.rewards.shares.get(address) ?? 0n;
  if (totalWeight === 0n) return;
  const params = rewardsParams(k);
  const amount = tokensFor(k, params, totalWeight);
  const payable = min(balanceOf(k, TREASURY_ADDRESS, params.denom), amount);
  if (payable === 0n) return;
  const tradingRewards: indexerEvents.AddressTradingReward[] = [];
  for (const owner of addresses) {
    const reward = (payable * (k.rewards.shares.get(owner) ?? 0n)) / totalWeight;
    if (reward === 0n || !pay(k, params, owner, reward)) continue;
    tradingRewards.push({ owner, denomAmount: encodeSerializableInt(reward) });
  }
  const event = indexerEvents.TradingRewardsEventV1;
  k.indexer.addBlockEvent("trading_reward", 1, event, { tradingRewards }, BlockEventPhase.EndBlock);
}

/**
 * Reward tokens worth the weight times the multiplier; none without a market or with a price of 0.
 */
function tokensFor(k: RewardsKernel, params: RewardsParams, totalWeight: bigint): bigint {
  const market = marketPrice(k, params.marketId);
  if (market === undefined || market.price === 0n) return 0n;
  const exponent = quoteExponent(market.exponent, params.denomExponent);
  const scaled = totalWeight * BigInt(params.feeMultiplierPpm);
  return quoteToBase(scaled, market.price, exponent) / ONE_MILLION;
}

/** A payment that fails is skipped and leaves nothing behind. */
function pay(k: RewardsKernel, params: RewardsParams, owner: string, reward: bigint): boolean {
  if (isBlockedAddress(owner)) return false;
  const mark = k.registry.journal.mark();
  const treasury = moduleAddress(params.treasuryAccount);
  if (sendCoins(k, treasury, owner, params.denom, reward) === undefined) return true;
  k.registry.journal.revert(mark);
  return false;
}
