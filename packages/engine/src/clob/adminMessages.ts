import { clob } from "@perpetua/protocol";
import { authorityRejection, isValidAddress } from "../auth/index.js";
import { handler, type MessageCodec, type MessageHandler, type Rejection } from "../state/index.js";
import { createClobPair, validateClobPair } from "./clobPair.js";
import { updateClobPair } from "./clobPairUpdate.js";
import { sortEquityTiers, validateEquityTiers } from "./equityTiers.js";
import { clobRejection } from "./errors.js";
import { validateLiquidationsConfig } from "./liquidation/config.js";
import { validateRateLimits } from "./rateLimits.js";
import type { ClobKernel } from "./state.js";

const EMPTY = new Uint8Array();

/**
 * A message of gov or delaymsg: malformed authorities are 40, foreign ones the gov module's refusal
 * (clob.md §11).
 */
function admin<M extends { authority: string }>(
  name: string,
  codec: MessageCodec<M>,
  validate: (message: M) => Rejection | undefined,
  execute: (k: ClobKernel, message: M) => Rejection | undefined,
): MessageHandler<ClobKernel, unknown> {
  return handler<ClobKernel, M>({
    typeUrl: `/dydxprotocol.clob.${name}`,
    codec,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => {
      if (isValidAddress(m.authority)) return validate(m);
      return clobRejection(40, `authority '${m.authority}' must be a valid bech32 address`);
    },
    handle: (k, m) => authorityRejection(m.authority) ?? execute(k, m) ?? EMPTY,
  });
}

const emptyPair = () => clob.ClobPair.fromPartial({});
const emptyTiers = () => clob.EquityTierLimitConfiguration.fromPartial({});
const emptyLimits = () => clob.BlockRateLimitConfiguration.fromPartial({});
const emptyLiquidations = () => clob.LiquidationsConfig.fromPartial({});

/** The governance messages of clob.md §11. */
export const adminMessages: MessageHandler<ClobKernel, unknown>[] = [
  admin(
    "MsgCreateClobPair",
    clob.MsgCreateClobPair,
    (m) => validateClobPair(m.clobPair ?? emptyPair()),
    (k, m) => {
      const pair = m.clobPair ?? emptyPair();
      const refused = createClobPair(k, pair);
      if (refused === undefined) k.clob.block.newPairs.push(pair.id);
      return refused;
    },
  ),
  admin(
    "MsgUpdateClobPair",
    clob.MsgUpdateClobPair,
    (m) => validateClobPair(m.clobPair ?? emptyPair()),
    (k, m) => updateClobPair(k, m.clobPair ?? emptyPair()),
  ),
  admin(
    "MsgUpdateEquityTierLimitConfiguration",
    clob.MsgUpdateEquityTierLimitConfiguration,
    (m) => validateEquityTiers(m.equityTierLimitConfig ?? emptyTiers()),
    (k, m) => {
      k.clob.equityTiers.set(sortEquityTiers(m.equityTierLimitConfig ?? emptyTiers()));
      return undefined;
    },
  ),
  admin(
    "MsgUpdateBlockRateLimitConfiguration",
    clob.MsgUpdateBlockRateLimitConfiguration,
    (m) => validateRateLimits(m.blockRateLimitConfig ?? emptyLimits()),
    (k, m) => {
      k.clob.rateLimits.set(m.blockRateLimitConfig ?? emptyLimits());
      return undefined;
    },
  ),
  admin(
    "MsgUpdateLiquidationsConfig",
    clob.MsgUpdateLiquidationsConfig,
    (m) => validateLiquidationsConfig(m.liquidationsConfig ?? emptyLiquidations()),
    (k, m) => {
      k.clob.liquidationsConfig.set(m.liquidationsConfig ?? emptyLiquidations());
      return undefined;
    },
  ),
];
