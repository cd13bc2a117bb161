import { decodeSerializableInt, tradingRewardUuid } from "@perpetua/protocol";
import { add, type Decimal, formatDecimal, parseDecimal } from "../decimal/decimal.js";
import type { EventOf } from "../decode/blockEvent.js";
import { newOutput } from "../output.js";
import type { HandlerContext } from "./context.js";

/** Native tokens have 18 decimals, and rewards are shown with all of them (traps-indexer.md 11). */
const REWARD_SCALE = 18;

/** Adds rewards to wallets and announces them on subaccount 0 of each address. */
export function applyTradingReward(
  { state, output }: HandlerContext,
  event: EventOf<"trading_reward">,
): void {
  const sent = output.add(newOutput(event));
  const blockHeight = String(state.height);
  for (const { owner, denomAmount } of event.payload.tradingRewards) {
    const amount: Decimal = { digits: decodeSerializableInt(denomAmount), scale: REWARD_SCALE };
    const wallet = state.wallet(owner);
    const total = add(parseDecimal(wallet?.totalTradingRewards ?? "0"), amount);
    state.putWallet({
      address: owner,
      totalTradingRewards: formatDecimal(total),
      totalVolume: wallet?.totalVolume ?? "0",
    });
    state.tradingRewards.push({
      id: tradingRewardUuid(owner, blockHeight),
      address: owner,
      blockTime: state.time,
      blockHeight: state.height,
      amount: formatDecimal(amount),
    });
    sent.subaccounts.push({
      subaccountId: { owner, number: 0 },
      contents: {
        tradingReward: {
          tradingReward: formatDecimal(amount),
          createdAtHeight: blockHeight,
          createdAt: state.time.toISOString(),
        },
        blockHeight,
      },
    });
  }
}
