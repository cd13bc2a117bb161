import { bridge, cosmosNode } from "@perpetua/protocol";
import type { NodeContext } from "../context.js";
import type { GrpcAnswer } from "./answerRest.js";
import { blockService } from "./blockService.js";
import { type MethodTable, ok } from "./methodTable.js";
import { txService } from "./txService.js";

/** What a node asks for gas (wire.md §2.4). */
const MINIMUM_GAS_PRICE =
  "25000000000.000000000000000000adv4tnt,0.025000000000000000ibc/8E27BA2D5493AF5636760E354E46004562C46AB7EC0CC4C1CA14E9E20E2545B5";

/**
 * Answers the gRPC services that need the node rather than the state; undefined for every other
 * method.
 */
export function nodeService(
  context: NodeContext,
): (method: string, request: Uint8Array) => GrpcAnswer | Promise<GrpcAnswer> | undefined {
  const methods: MethodTable = {
    ...blockService(context),
    ...txService(context),
    ...bridgeService(context),
    "/cosmos.base.node.v1beta1.Service/Config": () => {
      const response = cosmosNode.ConfigResponse.fromPartial({
        minimumGasPrice: MINIMUM_GAS_PRICE,
      });
      return ok(cosmosNode.ConfigResponse.encode(response).finish());
    },
  };
  return (method, request) =>
    Object.hasOwn(methods, method) ? methods[method]?.(request) : undefined;
}

/** Without a bridge daemon the engine answers: what the chain has acknowledged. */
function bridgeService({ recognizedBridge }: NodeContext): MethodTable {
  if (recognizedBridge === undefined) return {};
  return {
    "/dydxprotocol.bridge.Query/RecognizedEventInfo": () => {
      const response = { info: recognizedBridge() };
      return ok(bridge.QueryRecognizedEventInfoResponse.encode(response).finish());
    },
  };
}
