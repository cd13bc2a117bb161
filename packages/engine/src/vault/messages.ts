import { vault } from "@perpetua/protocol";
import { authorityRejection } from "../auth/index.js";
import { MAX_UINT64 } from "../math/index.js";
import {
  handler,
  type MessageCategory,
  type MessageHandler,
  type Rejection,
  reject,
} from "../state/index.js";
import {
  allocateToVault,
  operatorRejection,
  retrieveFromVault,
  setVaultParams,
  validateQuotingParams,
  validateVaultParams,
} from "./admin.js";
import { depositToMegavault, intOf, validateDeposit } from "./deposit.js";
import { vaultRejection } from "./errors.js";
import { unlockShares } from "./lockShares.js";
import type { VaultKernel } from "./state.js";
import { validateWithdrawal, withdrawFromMegavault } from "./withdraw.js";

const EMPTY = new Uint8Array();

function admin<M extends { authority: string }>(
  name: string,
  codec: { decode(bytes: Uint8Array): M },
  category: MessageCategory,
  validateBasic: (m: M) => Rejection | undefined,
  handle: (k: VaultKernel, m: M) => Rejection | undefined,
): MessageHandler<VaultKernel, unknown> {
  return handler<VaultKernel, M>({
    typeUrl: `/dydxprotocol.vault.${name}`,
    codec,
    category,
    signers: (m) => [m.authority],
    validateBasic,
    handle: (k, m) => handle(k, m) ?? EMPTY,
  });
}

/** Messages of older versions: known, never accepted (app.md §1.8). */
function unsupported<M extends { authority: string }>(
  name: string,
  codec: { decode(bytes: Uint8Array): M },
): MessageHandler<VaultKernel, unknown> {
  const refusal = () => reject("sdk", 18, "unsupported msg: invalid request");
  return admin(name, codec, "unsupported", () => undefined, refusal);
}

function validateAmount(bytes: Uint8Array): Rejection | undefined {
  const amount = intOf(bytes);
  return amount > 0n && amount <= MAX_UINT64 ? undefined : vaultRejection(4);
}

export const vaultMessages: MessageHandler<VaultKernel, unknown>[] = [
  handler<VaultKernel, vault.MsgDepositToMegavault>({
    typeUrl: "/dydxprotocol.vault.MsgDepositToMegavault",
    codec: vault.MsgDepositToMegavault,
    category: "normal",
    signers: (m) => [m.subaccountId?.owner ?? ""],
    validateBasic: validateDeposit,
    handle: depositToMegavault,
  }),
  handler<VaultKernel, vault.MsgWithdrawFromMegavault>({
    typeUrl: "/dydxprotocol.vault.MsgWithdrawFromMegavault",
    codec: vault.MsgWithdrawFromMegavault,
    category: "normal",
    signers: (m) => [m.subaccountId?.owner ?? ""],
    validateBasic: validateWithdrawal,
    handle: withdrawFromMegavault,
  }),
  admin(
    "MsgSetVaultParams",
    vault.MsgSetVaultParams,
    "normal",
    (m) => validateVaultParams(m.vaultParams),
    (k, m) => operatorRejection(k, m.authority) ?? setVaultParams(k, m),
  ),
  admin(
    "MsgAllocateToVault",
    vault.MsgAllocateToVault,
    "normal",
    (m) => validateAmount(m.quoteQuantums),
    (k, m) => operatorRejection(k, m.authority) ?? allocateToVault(k, m),
  ),
  admin(
    "MsgRetrieveFromVault",
    vault.MsgRetrieveFromVault,
    "normal",
    (m) => validateAmount(m.quoteQuantums),
    (k, m) => operatorRejection(k, m.authority) ?? retrieveFromVault(k, m),
  ),
  admin(
    "MsgUpdateDefaultQuotingParams",
    vault.MsgUpdateDefaultQuotingParams,
    "normal",
    (m) =>
      m.defaultQuotingParams === undefined
        ? vaultRejection(10)
        : validateQuotingParams(m.defaultQuotingParams),
    (k, m) => {
      const refused = operatorRejection(k, m.authority);
      if (refused === undefined && m.defaultQuotingParams !== undefined) {
        k.vault.defaultQuotingParams.set(m.defaultQuotingParams);
      }
      return refused;
    },
  ),
  admin(
    "MsgUpdateOperatorParams",
    vault.MsgUpdateOperatorParams,
    "internal",
    (m) => ((m.params?.operator ?? "") === "" ? vaultRejection(24) : undefined),
    (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused === undefined && m.params !== undefined) k.vault.operator.set(m.params);
      return refused;
    },
  ),
  handler<VaultKernel, vault.MsgUnlockShares>({
    typeUrl: "/dydxprotocol.vault.MsgUnlockShares",
    codec: vault.MsgUnlockShares,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => authorityRejection(m.authority) ?? unlockShares(k, m.ownerAddress),
  }),
  unsupported("MsgSetVaultQuotingParams", vault.MsgSetVaultQuotingParams),
  unsupported("MsgUpdateParams", vault.MsgUpdateParams),
];
