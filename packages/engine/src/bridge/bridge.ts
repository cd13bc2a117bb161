import { bridge } from "@perpetua/protocol";
import { DELAYMSG_ADDRESS, isValidAddress, moduleAddress } from "../auth/index.js";
import { type BankKernel, isBlockedAddress, sendCoins } from "../bank/index.js";
import { type DelaymsgKernel, delayMessage } from "../delaymsg/index.js";
import { must } from "../math/index.js";
import {
  type GenesisJson,
  type Item,
  isRejection,
  protoCodec,
  type Rejection,
  reject,
  type StateRegistry,
} from "../state/index.js";

export interface BridgeState {
  readonly acknowledged: Item<bridge.BridgeEventInfo>;
  readonly eventParams: Item<bridge.EventParams>;
  readonly proposeParams: Item<bridge.ProposeParams>;
  readonly safetyParams: Item<bridge.SafetyParams>;
}

export type BridgeKernel = BankKernel & DelaymsgKernel & { readonly bridge: BridgeState };

export function createBridgeState(registry: StateRegistry): BridgeState {
  return {
    acknowledged: registry.item("bridge/acknowledged", protoCodec(bridge.BridgeEventInfo)),
    eventParams: registry.item("bridge/eventParams", protoCodec(bridge.EventParams)),
    proposeParams: registry.item("bridge/proposeParams", protoCodec(bridge.ProposeParams)),
    safetyParams: registry.item("bridge/safetyParams", protoCodec(bridge.SafetyParams)),
  };
}

/** Reads `app_state.bridge`. */
export function initGenesis(k: BridgeKernel, json: GenesisJson): void {
  const event = json.at("event_params");
  k.bridge.eventParams.set({
    denom: event.at("denom").string(),
    ethChainId: event.at("eth_chain_id").bigint(),
    ethAddress: event.at("eth_address").string(),
  });
  const propose = json.at("propose_params");
  k.bridge.proposeParams.set({
    maxBridgesPerBlock: propose.at("max_bridges_per_block").number(),
    proposeDelayDuration: duration(propose.at("propose_delay_duration").durationNs()),
    skipRatePpm: propose.at("skip_rate_ppm").number(),
    skipIfBlockDelayedByDuration: duration(
      propose.at("skip_if_block_delayed_by_duration").durationNs(),
    ),
  });
  const safety = json.at("safety_params");
  k.bridge.safetyParams.set({
    isDisabled: safety.at("is_disabled").boolean(),
    delayBlocks: safety.at("delay_blocks").number(),
  });
  const info = json.at("acknowledged_event_info");
  k.bridge.acknowledged.set({
    nextId: info.at("next_id").number(),
    ethBlockHeight: info.at("eth_block_height").bigint(),
  });
}

function duration(ns: bigint): { seconds: bigint; nanos: number } {
  return { seconds: ns / 1_000_000_000n, nanos: Number(ns % 1_000_000_000n) };
}

export function acknowledgedEventInfo(k: BridgeKernel): bridge.BridgeEventInfo {
  return must(k.bridge.acknowledged.get(), "acknowledged bridge info is set at genesis");
}

export function safetyParams(k: BridgeKernel): bridge.SafetyParams {
  return must(k.bridge.safetyParams.get(), "bridge safety params are set at genesis");
}

export interface BridgeParams {
  readonly event: bridge.EventParams;
  readonly propose: bridge.ProposeParams;
  readonly safety: bridge.SafetyParams;
  readonly acknowledged: bridge.BridgeEventInfo;
}

/** All parameters at once: what the bridge daemon works from. */
export function bridgeParams(k: BridgeKernel): BridgeParams {
  return {
    event: must(k.bridge.eventParams.get(), "bridge event params are set at genesis"),
    propose: must(k.bridge.proposeParams.get(), "bridge propose params are set at genesis"),
    safety: safetyParams(k),
    acknowledged: acknowledgedEventInfo(k),
  };
}

/** A refusal of the `bridge` codespace (app.md §5.5). */
export function bridgeRejection(code: number, log: string): Rejection {
  return reject("bridge", code, log);
}

/** Stateless rule of MsgAcknowledgeBridges: consecutive ids. */
export function validateAcknowledge(msg: bridge.MsgAcknowledgeBridges): Rejection | undefined {
  for (let i = 1; i < msg.events.length; i++) {
    const consecutive = (msg.events[i - 1]?.id ?? 0) + 1 === msg.events[i]?.id;
    if (!consecutive) return bridgeRejection(3, "Bridge event IDs are not consecutive");
  }
  return undefined;
}

/**
 * Whether a proposed list may be acknowledged next (app.md §1.12): bridging is on, the ids follow
 * on, and what this node knows from Ethereum (`recognized`, if it watches) says the same.
 */
export function acknowledgeRejection(
  k: BridgeKernel,
  events: readonly bridge.BridgeEvent[],
  recognized: readonly bridge.BridgeEvent[] | undefined,
): Rejection | undefined {
  if (safetyParams(k).isDisabled) return bridgeRejection(402, "Bridging is disabled");
  const { nextId } = acknowledgedEventInfo(k);
  if (events[0]?.id !== nextId) return bridgeRejection(2, "Bridge event not next to acknowledge");
  if (recognized === undefined) return undefined;
  const known = new Map(recognized.map((event) => [event.id, event]));
  const last = events.at(-1)?.id ?? 0;
  const highest = recognized.reduce((max, { id }) => Math.max(max, id), nextId - 1);
  if (last > highest) return bridgeRejection(1, "Bridge event not recognized");
  const bytes = (event: bridge.BridgeEvent) => bridge.BridgeEvent.encode(event).finish().join();
  for (const event of events) {
    const mine = known.get(event.id);
    if (mine === undefined) return bridgeRejection(5, "Bridge event not found");
    if (bytes(mine) !== bytes(event)) return bridgeRejection(6, "Bridge event content mismatch");
  }
  return undefined;
}

/** Schedules the payment of each event `delay_blocks` later and moves the nonce (app.md §5.3). */
export function acknowledge(
  k: BridgeKernel,
  msg: bridge.MsgAcknowledgeBridges,
): Rejection | undefined {
  const last = msg.events.at(-1);
  if (last === undefined) return undefined;
  const { isDisabled, delayBlocks } = safetyParams(k);
  if (isDisabled) return bridgeRejection(402, "Bridging is disabled");
  for (const event of msg.events) {
    const complete = bridge.MsgCompleteBridge.encode({
      authority: DELAYMSG_ADDRESS,
      event,
    }).finish();
    const scheduled = delayMessage(
      k,
      { typeUrl: "/dydxprotocol.bridge.MsgCompleteBridge", value: complete },
      delayBlocks,
    );
    if (isRejection(scheduled)) return scheduled;
  }
  k.bridge.acknowledged.set({ nextId: last.id + 1, ethBlockHeight: last.ethBlockHeight });
  return undefined;
}

/** Pays one acknowledged event out of the bridge account. */
export function complete(k: BridgeKernel, event: bridge.BridgeEvent): Rejection | undefined {
  if (safetyParams(k).isDisabled) return bridgeRejection(402, "Bridging is disabled");
  if (!isValidAddress(event.address)) {
    return reject("sdk", 7, `invalid recipient address: ${event.address}: invalid address`);
  }
  const text = event.coin?.amount ?? "0";
  const amount = /^\d+$/.test(text) ? BigInt(text) : 0n;
  if (amount === 0n || event.coin === undefined) return undefined;
  if (isBlockedAddress(event.address)) {
    return reject("sdk", 4, `${event.address} is not allowed to receive funds: unauthorized`);
  }
  return sendCoins(k, moduleAddress("bridge"), event.address, event.coin.denom, amount);
}
