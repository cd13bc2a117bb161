import { perpetuals as wire } from "@perpetua/protocol";
import { authorityRejection, isValidAddress } from "../auth/index.js";
import { handler, type MessageHandler, type Rejection, reject } from "../state/index.js";
import { perpetualsRejection } from "./errors.js";
import {
  createPerpetual,
  modifyPerpetual,
  setLiquidityTier,
  validateLiquidityTier,
  validateParams,
  validatePerpetualParams,
} from "./markets.js";
import { addPremiumVotes, validatePremiumVotes } from "./premiums.js";
import type { PerpetualsKernel } from "./state.js";

const EMPTY = new Uint8Array();

/**
 * Runs the rule of an admin message: authority, then presence of its member, then `apply` (risk.md
 * §0.5).
 */
function admin<M>(
  k: PerpetualsKernel,
  authority: string,
  member: M | undefined,
  apply: (k: PerpetualsKernel, member: M) => Rejection | undefined,
): Rejection | Uint8Array {
  const refused = authorityRejection(authority);
  if (refused !== undefined) return refused;
  if (member === undefined) return reject("sdk", 18, "message has no content: invalid request");
  return apply(k, member) ?? EMPTY;
}

function stateless<M>(
  authority: string,
  member: M | undefined,
  validate: (member: M) => Rejection | undefined,
): Rejection | undefined {
  if (!isValidAddress(authority)) {
    return perpetualsRejection(19, `authority '${authority}' must be a valid bech32 address`);
  }
  return member === undefined ? undefined : validate(member);
}

/** The admin messages (risk.md §3.9); authority is gov or delaymsg. */
export const perpetualsMessages: MessageHandler<PerpetualsKernel, unknown>[] = [
  handler<PerpetualsKernel, wire.MsgCreatePerpetual>({
    typeUrl: "/dydxprotocol.perpetuals.MsgCreatePerpetual",
    codec: wire.MsgCreatePerpetual,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => stateless(m.authority, m.params, validatePerpetualParams),
    handle: (k, m) => admin(k, m.authority, m.params, createPerpetual),
  }),
  handler<PerpetualsKernel, wire.MsgUpdatePerpetualParams>({
    typeUrl: "/dydxprotocol.perpetuals.MsgUpdatePerpetualParams",
    codec: wire.MsgUpdatePerpetualParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => stateless(m.authority, m.perpetualParams, validatePerpetualParams),
    handle: (k, m) => admin(k, m.authority, m.perpetualParams, modifyPerpetual),
  }),
  handler<PerpetualsKernel, wire.MsgSetLiquidityTier>({
    typeUrl: "/dydxprotocol.perpetuals.MsgSetLiquidityTier",
    codec: wire.MsgSetLiquidityTier,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => stateless(m.authority, m.liquidityTier, validateLiquidityTier),
    handle: (k, m) => admin(k, m.authority, m.liquidityTier, setLiquidityTier),
  }),
  handler<PerpetualsKernel, wire.MsgUpdateParams>({
    typeUrl: "/dydxprotocol.perpetuals.MsgUpdateParams",
    codec: wire.MsgUpdateParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => stateless(m.authority, m.params, validateParams),
    handle: (k, m) =>
      admin(k, m.authority, m.params, (kernel, params) => {
        const invalid = validateParams(params);
        if (invalid === undefined) kernel.perpetuals.params.set(params);
        return invalid;
      }),
  }),
];

/**
 * The injected premium votes. Whether a clob pair is ACTIVE is state of the clob, a higher module;
 * so the handler is made by whoever wires the modules together.
 */
export function premiumVotesMessage<K extends PerpetualsKernel>(
  isActive: (k: K, perpetualId: number) => boolean,
): MessageHandler<K, unknown> {
  return handler<K, wire.MsgAddPremiumVotes>({
    typeUrl: "/dydxprotocol.perpetuals.MsgAddPremiumVotes",
    codec: wire.MsgAddPremiumVotes,
    category: "injected",
    signers: () => [],
    validateBasic: validatePremiumVotes,
    handle: (k, m) => addPremiumVotes(k, m, (id) => isActive(k, id)) ?? EMPTY,
  });
}
