import type { BlockEvent, DecodedBlock, Subtype } from "../decode/blockEvent.js";
import { applyAsset } from "./asset.js";
import type { HandlerContext } from "./context.js";
import { applyDeleveraging } from "./deleveraging.js";
import { applyFundingValues } from "./fundingValues.js";
import { applyLiquidityTier } from "./liquidityTier.js";
import { applyMarket } from "./market.js";
import { applyOrderFill } from "./orderFill.js";
import {
  applyPerpetualMarket,
  applyUpdateClobPair,
  applyUpdatePerpetual,
} from "./perpetualMarket.js";
import { applyRegisterAffiliate } from "./registerAffiliate.js";
import { applyStatefulOrder } from "./statefulOrder.js";
import { applySubaccountUpdate } from "./subaccountUpdate.js";
import { applyTradingReward } from "./tradingReward.js";
import { applyTransfer } from "./transfer.js";
import { applyUpsertVault } from "./upsertVault.js";

/** Events that describe markets; all others are about accounts (indexer.md §4.3-4). */
const MARKET_SUBTYPES: ReadonlySet<string> = new Set<Subtype>([
  "market",
  "asset",
  "perpetual_market",
  "liquidity_tier",
  "update_perpetual",
  "update_clob_pair",
  "funding_values",
  "upsert_vault",
]);

/**
 * Applies a block's events in two passes, each in block order: accounts before markets, so that
 * fills see the parameters from before the block; genesis the other way round (indexer.md §4.3-4).
 */
export function applyEvents(context: HandlerContext, block: DecodedBlock): void {
  const marketEvents = block.events.filter((event) => MARKET_SUBTYPES.has(event.subtype));
  const accountEvents = block.events.filter((event) => !MARKET_SUBTYPES.has(event.subtype));
  const passes = block.height === 0 ? [marketEvents, accountEvents] : [accountEvents, marketEvents];
  for (const event of passes.flat()) applyEvent(context, event);
}

function applyEvent(context: HandlerContext, event: BlockEvent): void {
  switch (event.subtype) {
    case "order_fill":
      return void applyOrderFill(context, event);
    case "subaccount_update":
      return void applySubaccountUpdate(context, event);
    case "transfer":
      return void applyTransfer(context, event);
    case "stateful_order":
      return void applyStatefulOrder(context, event);
    case "deleveraging":
      return void applyDeleveraging(context, event);
    case "trading_reward":
      return void applyTradingReward(context, event);
    case "register_affiliate":
      return void applyRegisterAffiliate(context, event);
    case "market":
      return void applyMarket(context, event);
    case "asset":
      return void applyAsset(context, event);
    case "perpetual_market":
      return void applyPerpetualMarket(context, event);
    case "liquidity_tier":
      return void applyLiquidityTier(context, event);
    case "update_perpetual":
      return void applyUpdatePerpetual(context, event);
    case "update_clob_pair":
      return void applyUpdateClobPair(context, event);
    case "funding_values":
      return void applyFundingValues(context, event);
    case "upsert_vault":
      return void applyUpsertVault(context, event);
    case "unknown":
      context.output.warnings.push(`unknown event subtype ${event.name}`);
      return;
  }
}
