import { cosmosBank } from "@perpetua/protocol";
import { authorityRejection } from "../auth/index.js";
import { handler, type MessageHandler } from "../state/index.js";
import type { BankKernel } from "./state.js";

const EMPTY = new Uint8Array();

/** What governance may change about sends. */
export const bankAdminMessages: MessageHandler<BankKernel, unknown>[] = [
  handler<BankKernel, cosmosBank.MsgSetSendEnabled>({
    typeUrl: "/cosmos.bank.v1beta1.MsgSetSendEnabled",
    codec: cosmosBank.MsgSetSendEnabled,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused !== undefined) return refused;
      for (const { denom, enabled } of m.sendEnabled) k.bank.sendEnabled.set(denom, enabled);
      for (const denom of m.useDefaultFor) k.bank.sendEnabled.delete(denom);
      return EMPTY;
    },
  }),
  handler<BankKernel, cosmosBank.MsgUpdateParams>({
    typeUrl: "/cosmos.bank.v1beta1.MsgUpdateParams",
    codec: cosmosBank.MsgUpdateParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused !== undefined) return refused;
      k.bank.defaultSendEnabled.set(m.params?.defaultSendEnabled ?? false);
      return EMPTY;
    },
  }),
];
