import { formatDecimal } from "../decimal/decimal.js";
import type { EventOf } from "../decode/blockEvent.js";
import { tradingContents } from "../messages/tradingContents.js";
import type { HandlerContext } from "./context.js";
import { usdc } from "./units.js";

/** Creates or changes a tier; markets that use it are announced in one message. */
export function applyLiquidityTier(
  { state, output }: HandlerContext,
  event: EventOf<"liquidity_tier">,
): void {
  const { tier, caps } = event.payload;
  const { reference } = state;
  reference.tiers.set(tier.id, {
    id: tier.id,
    name: tier.name,
    initialMarginPpm: BigInt(tier.initialMarginPpm),
    maintenanceFractionPpm: BigInt(tier.maintenanceFractionPpm),
    openInterestLowerCap: caps === undefined ? null : formatDecimal(usdc(caps.lower)),
    openInterestUpperCap: caps === undefined ? null : formatDecimal(usdc(caps.upper)),
  });
  const users = [...reference.perpetuals.values()].filter((row) => row.liquidityTierId === tier.id);
  if (users.length > 0) output.markets.push(tradingContents(reference, users));
}
