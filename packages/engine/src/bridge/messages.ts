import { bridge } from "@perpetua/protocol";
import { authorityRejection, malformedAuthorityText } from "../auth/index.js";
import { handler, type MessageHandler, type Rejection } from "../state/index.js";
import {
  acknowledge,
  type BridgeKernel,
  bridgeRejection,
  complete,
  validateAcknowledge,
} from "./bridge.js";

const EMPTY = new Uint8Array();

type Duration = { seconds: bigint; nanos: number } | undefined;

function invalidAuthority(authority: string): Rejection | undefined {
  const text = malformedAuthorityText(authority);
  return text === undefined ? undefined : bridgeRejection(4, text);
}

function isNegative(d: Duration): boolean {
  return d !== undefined && (d.seconds < 0n || d.nanos < 0);
}

function validatePropose(params: bridge.ProposeParams | undefined): Rejection | undefined {
  if (
    isNegative(params?.proposeDelayDuration) ||
    isNegative(params?.skipIfBlockDelayedByDuration)
  ) {
    return bridgeRejection(400, "Duration is negative");
  }
  return (params?.skipRatePpm ?? 0) > 1_000_000
    ? bridgeRejection(401, "Rate is out of bounds")
    : undefined;
}

/** An admin message that replaces one parameter record. */
function paramsMessage<M extends { authority: string }>(
  name: string,
  codec: { decode(bytes: Uint8Array): M },
  validateBasic: (m: M) => Rejection | undefined,
  store: (k: BridgeKernel, m: M) => void,
): MessageHandler<BridgeKernel, unknown> {
  return handler<BridgeKernel, M>({
    typeUrl: `/dydxprotocol.bridge.${name}`,
    codec,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => invalidAuthority(m.authority) ?? validateBasic(m),
    handle: (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused !== undefined) return refused;
      store(k, m);
      return EMPTY;
    },
  });
}

export const bridgeMessages: MessageHandler<BridgeKernel, unknown>[] = [
  handler<BridgeKernel, bridge.MsgAcknowledgeBridges>({
    typeUrl: "/dydxprotocol.bridge.MsgAcknowledgeBridges",
    codec: bridge.MsgAcknowledgeBridges,
    category: "injected",
    signers: () => [],
    validateBasic: validateAcknowledge,
    handle: (k, m) => acknowledge(k, m) ?? EMPTY,
  }),
  handler<BridgeKernel, bridge.MsgCompleteBridge>({
    typeUrl: "/dydxprotocol.bridge.MsgCompleteBridge",
    codec: bridge.MsgCompleteBridge,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => invalidAuthority(m.authority),
    handle: (k, m) => {
      if (m.event === undefined) return bridgeRejection(5, "Bridge event not found");
      return authorityRejection(m.authority) ?? complete(k, m.event) ?? EMPTY;
    },
  }),
  paramsMessage(
    "MsgUpdateEventParams",
    bridge.MsgUpdateEventParams,
    (m) =>
      (m.params?.ethAddress ?? "") === ""
        ? bridgeRejection(7, "Invalid Ethereum address")
        : undefined,
    (k, m) => m.params !== undefined && k.bridge.eventParams.set(m.params),
  ),
  paramsMessage(
    "MsgUpdateProposeParams",
    bridge.MsgUpdateProposeParams,
    (m) => validatePropose(m.params),
    (k, m) => m.params !== undefined && k.bridge.proposeParams.set(m.params),
  ),
  paramsMessage(
    "MsgUpdateSafetyParams",
    bridge.MsgUpdateSafetyParams,
    () => undefined,
    (k, m) => m.params !== undefined && k.bridge.safetyParams.set(m.params),
  ),
];
