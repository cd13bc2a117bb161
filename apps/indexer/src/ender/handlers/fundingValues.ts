import { decodeSerializableInt, fundingIndexUpdateUuid } from "@perpetua/protocol";
import { formatDecimal } from "../decimal/decimal.js";
import type { EventOf } from "../decode/blockEvent.js";
import type { HandlerContext } from "./context.js";
import { fundingIndexOf, hourlyRate, sampleText } from "./units.js";

const PREMIUM_SAMPLE = 1;

/**
 * Premium samples go to Redis; funding indexes become rows and end the collection of samples. An
 * update that cannot be applied is reported and the others continue (indexer.md §4.4).
 */
export function applyFundingValues(
  { state, output }: HandlerContext,
  event: EventOf<"funding_values">,
): void {
  for (const update of event.payload.updates) {
    const perpetual = state.reference.perpetuals.get(update.perpetualId);
    if (perpetual === undefined) {
      output.warnings.push(`funding update for the unknown perpetual ${update.perpetualId}`);
      continue;
    }
    const { ticker } = perpetual;
    if (event.payload.type === PREMIUM_SAMPLE) {
      const rate = sampleText(update.fundingValuePpm);
      output.funding.push({ kind: "sample", ticker, rate });
      continue;
    }
    // Price updates of this very block count: ordered events run in block order.
    const oraclePrice = state.reference.markets.get(perpetual.marketId)?.oraclePrice;
    if (oraclePrice === undefined || oraclePrice === null) {
      output.warnings.push(`funding update for ${ticker}, which has no oracle price`);
      continue;
    }
    const index = decodeSerializableInt(update.fundingIndex);
    state.fundingIndexUpdates.push({
      id: fundingIndexUpdateUuid(String(state.height), event.eventId, update.perpetualId),
      perpetualId: BigInt(update.perpetualId),
      eventId: event.eventId,
      rate: formatDecimal(hourlyRate(update.fundingValuePpm)),
      oraclePrice,
      fundingIndex: formatDecimal(fundingIndexOf(index, perpetual)),
      effectiveAt: state.time,
      effectiveAtHeight: state.height,
    });
    output.funding.push({ kind: "clear", ticker });
  }
}
