import { revshare as wire } from "@perpetua/protocol";
import { GOV_ADDRESS } from "../auth/index.js";
import { handler, type MessageHandler, type Rejection, reject } from "../state/index.js";
import {
  setMarketExpiration,
  setMarketMapperParams,
  setOrderRouter,
  setUnconditionalConfig,
} from "./rules.js";
import type { RevshareKernel } from "./state.js";

const EMPTY = new Uint8Array();

/** Only gov may change revenue shares (risk.md §0.5). */
function admin<M>(
  authority: string,
  member: M | undefined,
  apply: (member: M) => Rejection | undefined,
): Rejection | Uint8Array {
  if (authority !== GOV_ADDRESS) {
    const text = "expected gov account as only signer for proposal message";
    return reject("gov", 13, `invalid authority ${authority}: ${text}`);
  }
  if (member === undefined) return reject("sdk", 18, "message has no content: invalid request");
  return apply(member) ?? EMPTY;
}

export const revshareMessages: MessageHandler<RevshareKernel, unknown>[] = [
  handler<RevshareKernel, wire.MsgSetMarketMapperRevenueShare>({
    typeUrl: "/dydxprotocol.revshare.MsgSetMarketMapperRevenueShare",
    codec: wire.MsgSetMarketMapperRevenueShare,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => admin(m.authority, m.params, (params) => setMarketMapperParams(k, params)),
  }),
  handler<RevshareKernel, wire.MsgSetMarketMapperRevShareDetailsForMarket>({
    typeUrl: "/dydxprotocol.revshare.MsgSetMarketMapperRevShareDetailsForMarket",
    codec: wire.MsgSetMarketMapperRevShareDetailsForMarket,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) =>
      admin(m.authority, m.params, (p) => setMarketExpiration(k, m.marketId, p.expirationTs)),
  }),
  handler<RevshareKernel, wire.MsgUpdateUnconditionalRevShareConfig>({
    typeUrl: "/dydxprotocol.revshare.MsgUpdateUnconditionalRevShareConfig",
    codec: wire.MsgUpdateUnconditionalRevShareConfig,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => admin(m.authority, m.config, (config) => setUnconditionalConfig(k, config)),
  }),
  handler<RevshareKernel, wire.MsgSetOrderRouterRevShare>({
    typeUrl: "/dydxprotocol.revshare.MsgSetOrderRouterRevShare",
    codec: wire.MsgSetOrderRouterRevShare,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) =>
      admin(m.authority, m.orderRouterRevShare, (router) => setOrderRouter(k, router)),
  }),
];
