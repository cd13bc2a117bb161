import type { EventOf } from "../decode/blockEvent.js";
import type { HandlerContext } from "./context.js";

/** Notes who referred whom; a second registration of a referee breaks the primary key. */
export function applyRegisterAffiliate(
  { state }: HandlerContext,
  event: EventOf<"register_affiliate">,
): void {
  state.affiliates.push({
    refereeAddress: event.payload.referee,
    affiliateAddress: event.payload.affiliate,
    referredAtBlock: state.height,
  });
}
