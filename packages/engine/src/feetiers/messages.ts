import { feetiers as wire } from "@perpetua/protocol";
import { authorityRejection, isValidAddress } from "../auth/index.js";
import { handler, type MessageHandler, type Rejection } from "../state/index.js";
import { feetiersRejection } from "./errors.js";
import {
  setFeeParams,
  setMarketDiscounts,
  setStakingTiers,
  stakingTierFromWire,
  validateFeeTiers,
  validateStakingTiers,
} from "./rules.js";
import type { FeetiersKernel } from "./state.js";

const EMPTY = new Uint8Array();

function invalidAuthority(authority: string): Rejection | undefined {
  if (isValidAddress(authority)) return undefined;
  return feetiersRejection(404, `authority '${authority}' must be a valid bech32 address`);
}

export const feetiersMessages: MessageHandler<FeetiersKernel, unknown>[] = [
  handler<FeetiersKernel, wire.MsgUpdatePerpetualFeeParams>({
    typeUrl: "/dydxprotocol.feetiers.MsgUpdatePerpetualFeeParams",
    codec: wire.MsgUpdatePerpetualFeeParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => invalidAuthority(m.authority) ?? validateFeeTiers(m.params?.tiers ?? []),
    handle: (k, m) =>
      authorityRejection(m.authority) ?? setFeeParams(k, m.params ?? { tiers: [] }) ?? EMPTY,
  }),
  handler<FeetiersKernel, wire.MsgSetMarketFeeDiscountParams>({
    typeUrl: "/dydxprotocol.feetiers.MsgSetMarketFeeDiscountParams",
    codec: wire.MsgSetMarketFeeDiscountParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => invalidAuthority(m.authority),
    handle: (k, m) => authorityRejection(m.authority) ?? setMarketDiscounts(k, m.params) ?? EMPTY,
  }),
  handler<FeetiersKernel, wire.MsgSetStakingTiers>({
    typeUrl: "/dydxprotocol.feetiers.MsgSetStakingTiers",
    codec: wire.MsgSetStakingTiers,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) =>
      invalidAuthority(m.authority) ??
      validateStakingTiers(m.stakingTiers.map(stakingTierFromWire)),
    handle: (k, m) =>
      authorityRejection(m.authority) ??
      setStakingTiers(k, m.stakingTiers.map(stakingTierFromWire)) ??
      EMPTY,
  }),
];
