import { bridge as wire } from "@perpetua/protocol";
import { type Query, query } from "../query/index.js";
import { acknowledgedEventInfo, type BridgeKernel } from "./bridge.js";

const SERVICE = "/dydxprotocol.bridge.Query";
const COMPLETE = "/dydxprotocol.bridge.MsgCompleteBridge";

/** Payments that wait for their block, in order of scheduling; of one address when it is given. */
function delayedCompletions(k: BridgeKernel, address: string): wire.DelayedCompleteBridgeMessage[] {
  const found: (wire.DelayedCompleteBridgeMessage & { id: number })[] = [];
  for (const [, { id, msg, blockHeight }] of k.delaymsg.messages.entries()) {
    if (msg?.typeUrl !== COMPLETE) continue;
    const message = wire.MsgCompleteBridge.decode(msg.value);
    if (address !== "" && message.event?.address !== address) continue;
    found.push({ id, message, blockHeight });
  }
  return found
    .sort((a, b) => a.blockHeight - b.blockHeight || a.id - b.id)
    .map(({ message, blockHeight }) => ({ message, blockHeight }));
}

/**
 * app.md §5.4. What a node's daemon recognised beyond the acknowledged events is the node's own
 * knowledge: here both are the same.
 */
export const bridgeQueries: readonly Query<BridgeKernel>[] = [
  query(
    `${SERVICE}/EventParams`,
    wire.QueryEventParamsRequest,
    wire.QueryEventParamsResponse,
    (k) => ({ params: k.bridge.eventParams.get() }),
  ),
  query(
    `${SERVICE}/ProposeParams`,
    wire.QueryProposeParamsRequest,
    wire.QueryProposeParamsResponse,
    (k) => ({ params: k.bridge.proposeParams.get() }),
  ),
  query(
    `${SERVICE}/SafetyParams`,
    wire.QuerySafetyParamsRequest,
    wire.QuerySafetyParamsResponse,
    (k) => ({ params: k.bridge.safetyParams.get() }),
  ),
  query(
    `${SERVICE}/AcknowledgedEventInfo`,
    wire.QueryAcknowledgedEventInfoRequest,
    wire.QueryAcknowledgedEventInfoResponse,
    (k) => ({ info: acknowledgedEventInfo(k) }),
  ),
  query(
    `${SERVICE}/RecognizedEventInfo`,
    wire.QueryRecognizedEventInfoRequest,
    wire.QueryRecognizedEventInfoResponse,
    (k) => ({ info: acknowledgedEventInfo(k) }),
  ),
  query(
    `${SERVICE}/DelayedCompleteBridgeMessages`,
    wire.QueryDelayedCompleteBridgeMessagesRequest,
    wire.QueryDelayedCompleteBridgeMessagesResponse,
    (k, { address }) => ({ messages: delayedCompletions(k, address) }),
  ),
];
