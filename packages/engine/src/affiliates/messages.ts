import { affiliates as wire } from "@perpetua/protocol";
import { GOV_ADDRESS } from "../auth/index.js";
import { handler, type MessageHandler, type Rejection, reject } from "../state/index.js";
import { registerAffiliate, setAffiliateTiers, setAffiliateWhitelist } from "./rules.js";
import type { AffiliatesKernel } from "./state.js";

const EMPTY = new Uint8Array();

/** Only gov may change affiliates, and its refusal carries no code of its own (risk.md §0.5). */
function admin<M>(
  authority: string,
  member: M | undefined,
  apply: (member: M) => Rejection | undefined,
): Rejection | Uint8Array {
  if (authority !== GOV_ADDRESS) return reject("undefined", 1, "invalid authority");
  if (member === undefined) return reject("sdk", 18, "message has no content: invalid request");
  return apply(member) ?? EMPTY;
}

export const affiliatesMessages: MessageHandler<AffiliatesKernel, unknown>[] = [
  handler<AffiliatesKernel, wire.MsgRegisterAffiliate>({
    typeUrl: "/dydxprotocol.affiliates.MsgRegisterAffiliate",
    codec: wire.MsgRegisterAffiliate,
    category: "normal",
    signers: (m) => [m.referee],
    validateBasic: () => undefined,
    handle: (k, m) => registerAffiliate(k, m) ?? EMPTY,
  }),
  handler<AffiliatesKernel, wire.MsgUpdateAffiliateTiers>({
    typeUrl: "/dydxprotocol.affiliates.MsgUpdateAffiliateTiers",
    codec: wire.MsgUpdateAffiliateTiers,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => admin(m.authority, m.tiers, (tiers) => setAffiliateTiers(k, tiers)),
  }),
  handler<AffiliatesKernel, wire.MsgUpdateAffiliateWhitelist>({
    typeUrl: "/dydxprotocol.affiliates.MsgUpdateAffiliateWhitelist",
    codec: wire.MsgUpdateAffiliateWhitelist,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => admin(m.authority, m.whitelist, (list) => setAffiliateWhitelist(k, list)),
  }),
  handler<AffiliatesKernel, wire.MsgUpdateAffiliateParameters>({
    typeUrl: "/dydxprotocol.affiliates.MsgUpdateAffiliateParameters",
    codec: wire.MsgUpdateAffiliateParameters,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) =>
      admin(m.authority, m.affiliateParameters, (parameters) => {
        k.affiliates.parameters.set(parameters);
        return undefined;
      }),
  }),
  handler<AffiliatesKernel, wire.MsgUpdateAffiliateOverrides>({
    typeUrl: "/dydxprotocol.affiliates.MsgUpdateAffiliateOverrides",
    codec: wire.MsgUpdateAffiliateOverrides,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) =>
      admin(m.authority, m.affiliateOverrides, (overrides) => {
        k.affiliates.overrides.set(overrides);
        return undefined;
      }),
  }),
];
