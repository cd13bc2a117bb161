import type { indexerV1 } from "@perpetua/protocol";
import { trim, ZERO } from "../decimal/decimal.js";
import { databaseDivide } from "../decimal/divide.js";
import type { EventOf } from "../decode/blockEvent.js";
import { subaccountUuid } from "../ids.js";
import { tradeOutput } from "../messages/tradeContents.js";
import { present } from "../model/blockError.js";
import { newOutput } from "../output.js";
import type { HandlerContext } from "./context.js";
import { applyFillSide, type FillSide } from "./fillSide.js";
import { subaccountParallelId } from "./parallelIds.js";
import { sizeOf, usdc } from "./units.js";

/** Two fills without orders or fees at the bankruptcy price; liquidated first (indexer.md §4.4). */
export function applyDeleveraging(context: HandlerContext, event: EventOf<"deleveraging">): void {
  const { perpetualId, fillAmount, totalQuoteQuantums, isBuy } = event.payload;
  const perpetual = context.state.perpetual(perpetualId);
  const size = sizeOf(fillAmount, perpetual);
  const quoteAmount = usdc(totalQuoteQuantums);
  const price = trim(databaseDivide(quoteAmount, size));
  const liquidated = present(event.payload.liquidated, "liquidated subaccount");
  const offsetting = present(event.payload.offsetting, "offsetting subaccount");
  const sent = context.output.add(
    newOutput(
      event,
      [liquidated, offsetting].map((id) => subaccountParallelId(subaccountUuid(id))),
    ),
  );
  const sideOf = (
    subaccountId: indexerV1.IndexerSubaccountId,
    type: "DELEVERAGED" | "OFFSETTING",
  ): FillSide => ({
    liquidity: type === "DELEVERAGED" ? "TAKER" : "MAKER",
    type,
    side: isBuy === (type === "DELEVERAGED") ? "BUY" : "SELL",
    subaccountId,
    order: undefined,
    clientMetadata: null,
    size,
    price,
    quoteAmount,
    fee: ZERO,
    affiliateRevShare: ZERO,
    builderAddress: null,
    builderFee: null,
    orderRouterAddress: null,
    orderRouterFee: null,
  });
  const effects = { notesPositionBefore: false, realizesPnl: false };
  const taker = sideOf(liquidated, "DELEVERAGED");
  applyFillSide(context, event, perpetual, taker, effects, sent);
  applyFillSide(context, event, perpetual, sideOf(offsetting, "OFFSETTING"), effects, sent);
  sent.trades.push(tradeOutput(context, { event, perpetual }, taker));
}
