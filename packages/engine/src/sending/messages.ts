import { indexerEvents, type indexerV1, sending, type subaccounts } from "@perpetua/protocol";
import { USDC_ASSET_ID } from "../assets/index.js";
import {
  authorityRejection,
  ensureAccount,
  isValidAddress,
  MODULE_PERMISSIONS,
  malformedAuthorityText,
  moduleAddress,
} from "../auth/index.js";
import { isBlockedAddress, sendCoins } from "../bank/index.js";
import { emit, handler, type MessageHandler, type Rejection, reject } from "../state/index.js";
import {
  depositFundsFromAccount,
  type SubaccountsKernel,
  subaccountIdRejection,
  transferFunds,
  withdrawFundsToAccount,
} from "../subaccounts/index.js";

const EMPTY = new Uint8Array();
const UNSET: subaccounts.SubaccountId = { owner: "", number: 0 };

const TEXTS: Readonly<Record<number, string>> = {
  1: "Sender is the same as recipient",
  2: "Invalid transfer amount",
  5: "Transfer is missing fields",
  6: "Account address is invalid",
  7: "Module name is empty",
  1101: "Non-USDC asset transfer not implemented",
};

function sendingRejection(code: number, detail = ""): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("sending", code, detail === "" ? text : `${detail}: ${text}`);
}

function validateTransfer(msg: sending.MsgCreateTransfer): Rejection | undefined {
  const t = msg.transfer;
  if (t?.sender === undefined || t.recipient === undefined) return sendingRejection(5);
  const badId = subaccountIdRejection(t.sender) ?? subaccountIdRejection(t.recipient);
  if (badId !== undefined) return badId;
  if (t.sender.owner === t.recipient.owner && t.sender.number === t.recipient.number) {
    const number = t.sender.number === 0 ? "" : `number:${t.sender.number} `;
    const id = `owner:"${t.sender.owner}" ${number}`;
    return sendingRejection(1, `Sender is the same as recipient (${id})`);
  }
  if (t.assetId !== USDC_ASSET_ID) return sendingRejection(1101);
  return t.amount === 0n ? sendingRejection(2) : undefined;
}

/**
 * Deposits and withdrawals share their stateless rules: an address, a subaccount, USDC, more than
 * nothing.
 */
function validateMove(
  address: string,
  id: subaccounts.SubaccountId | undefined,
  assetId: number,
  quantums: bigint,
): Rejection | undefined {
  if (!isValidAddress(address)) return sendingRejection(6);
  const badId = subaccountIdRejection(id ?? UNSET);
  if (badId !== undefined) return badId;
  if (assetId !== USDC_ASSET_ID) return sendingRejection(1101);
  return quantums === 0n ? sendingRejection(2) : undefined;
}

type Party = indexerV1.IndexerSubaccountId | string;

/**
 * Emits the indexer's transfer event; an address means the wallet side of a deposit or withdrawal
 * (app.md §2.4).
 */
function emitTransfer(k: SubaccountsKernel, sender: Party, recipient: Party, amount: bigint): void {
  const bothSubaccounts = typeof sender !== "string" && typeof recipient !== "string";
  k.indexer.addTransactionEvent("transfer", 1, indexerEvents.TransferEventV1, {
    senderSubaccountId: bothSubaccounts ? sender : undefined,
    recipientSubaccountId: bothSubaccounts ? recipient : undefined,
    assetId: USDC_ASSET_ID,
    amount,
    sender: sourceOfFunds(sender),
    recipient: sourceOfFunds(recipient),
  });
}

function sourceOfFunds(party: Party): indexerEvents.SourceOfFunds {
  return typeof party === "string" ? { address: party } : { subaccountId: party };
}

function createTransfer(
  k: SubaccountsKernel,
  msg: sending.MsgCreateTransfer,
): Rejection | Uint8Array {
  const { sender = UNSET, recipient = UNSET, amount = 0n } = msg.transfer ?? {};
  const refused = transferBetweenSubaccounts(k, sender, recipient, amount);
  if (refused !== undefined) return refused;
  emit(k, "create_transfer", [
    ["sender", sender.owner],
    ["sender_number", String(sender.number)],
    ["recipient", recipient.owner],
    ["recipient_number", String(recipient.number)],
    ["asset_id", String(USDC_ASSET_ID)],
    ["quantums", String(amount)],
  ]);
  return EMPTY;
}

function deposit(
  k: SubaccountsKernel,
  msg: sending.MsgDepositToSubaccount,
): Rejection | Uint8Array {
  const recipient = msg.recipient ?? UNSET;
  const refused = depositToSubaccount(k, msg.sender, recipient, msg.quantums);
  if (refused !== undefined) return refused;
  emit(k, "deposit_to_subaccount", [
    ["sender", msg.sender],
    ["recipient", recipient.owner],
    ["recipient_number", String(recipient.number)],
    ["asset_id", String(msg.assetId)],
    ["quantums", String(msg.quantums)],
  ]);
  return EMPTY;
}

function withdraw(
  k: SubaccountsKernel,
  msg: sending.MsgWithdrawFromSubaccount,
): Rejection | Uint8Array {
  const sender = msg.sender ?? UNSET;
  const refused = withdrawFundsToAccount(k, sender, msg.recipient, msg.quantums);
  if (refused !== undefined) return refused;
  emitTransfer(k, sender, msg.recipient, msg.quantums);
  emit(k, "withdraw_from_subaccount", [
    ["sender", sender.owner],
    ["sender_number", String(sender.number)],
    ["recipient", msg.recipient],
    ["asset_id", String(msg.assetId)],
    ["quantums", String(msg.quantums)],
  ]);
  return EMPTY;
}

function coinAmount(text: string | undefined): bigint | undefined {
  return text !== undefined && /^\d+$/.test(text) && BigInt(text) > 0n ? BigInt(text) : undefined;
}

function sendFromAccount(
  k: SubaccountsKernel,
  from: string,
  to: string,
  coin: sending.MsgSendFromModuleToAccount["coin"],
): Rejection | Uint8Array {
  const amount = coinAmount(coin?.amount);
  if (coin === undefined || amount === undefined) return reject("sdk", 10, "invalid coins");
  if (isBlockedAddress(to))
    return reject("sdk", 4, `${to} is not allowed to receive funds: unauthorized`);
  return sendCoins(k, from, to, coin.denom, amount) ?? EMPTY;
}

function invalidAuthority(authority: string): Rejection | undefined {
  const text = malformedAuthorityText(authority);
  return text === undefined ? undefined : reject("sending", 8, text);
}

function validateSend(
  recipient: string,
  coin: { amount: string } | undefined,
): Rejection | undefined {
  if (!isValidAddress(recipient)) return sendingRejection(6);
  return coinAmount(coin?.amount) === undefined ? reject("sdk", 10, "invalid coins") : undefined;
}

export const sendingMessages: MessageHandler<SubaccountsKernel, unknown>[] = [
  handler<SubaccountsKernel, sending.MsgCreateTransfer>({
    typeUrl: "/dydxprotocol.sending.MsgCreateTransfer",
    codec: sending.MsgCreateTransfer,
    category: "normal",
    signers: (m) => [m.transfer?.sender?.owner ?? ""],
    validateBasic: validateTransfer,
    handle: createTransfer,
  }),
  handler<SubaccountsKernel, sending.MsgDepositToSubaccount>({
    typeUrl: "/dydxprotocol.sending.MsgDepositToSubaccount",
    codec: sending.MsgDepositToSubaccount,
    category: "normal",
    signers: (m) => [m.sender],
    validateBasic: (m) => validateMove(m.sender, m.recipient, m.assetId, m.quantums),
    handle: deposit,
  }),
  handler<SubaccountsKernel, sending.MsgWithdrawFromSubaccount>({
    typeUrl: "/dydxprotocol.sending.MsgWithdrawFromSubaccount",
    codec: sending.MsgWithdrawFromSubaccount,
    category: "normal",
    signers: (m) => [m.sender?.owner ?? ""],
    validateBasic: (m) => validateMove(m.recipient, m.sender, m.assetId, m.quantums),
    handle: withdraw,
  }),
  handler<SubaccountsKernel, sending.MsgSendFromModuleToAccount>({
    typeUrl: "/dydxprotocol.sending.MsgSendFromModuleToAccount",
    codec: sending.MsgSendFromModuleToAccount,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) =>
      invalidAuthority(m.authority) ??
      (m.senderModuleName === "" ? sendingRejection(7) : validateSend(m.recipient, m.coin)),
    handle: (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused !== undefined) return refused;
      if (MODULE_PERMISSIONS[m.senderModuleName] === undefined) {
        return reject(
          "sdk",
          9,
          `module account ${m.senderModuleName} does not exist: unknown address`,
        );
      }
      return sendFromAccount(k, moduleAddress(m.senderModuleName), m.recipient, m.coin);
    },
  }),
  handler<SubaccountsKernel, sending.MsgSendFromAccountToAccount>({
    typeUrl: "/dydxprotocol.sending.MsgSendFromAccountToAccount",
    codec: sending.MsgSendFromAccountToAccount,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) =>
      invalidAuthority(m.authority) ??
      (isValidAddress(m.sender) ? validateSend(m.recipient, m.coin) : sendingRejection(6)),
    handle: (k, m) =>
      authorityRejection(m.authority) ?? sendFromAccount(k, m.sender, m.recipient, m.coin),
  }),
];

/**
 * A deposit from a wallet, as the message and the megavault's sweep make it; see
 * `transferBetweenSubaccounts`.
 */
export function depositToSubaccount(
  k: SubaccountsKernel,
  sender: string,
  recipient: subaccounts.SubaccountId,
  quantums: bigint,
): Rejection | undefined {
  const refused = depositFundsFromAccount(k, sender, recipient, quantums);
  if (refused === undefined) emitTransfer(k, sender, recipient, quantums);
  return refused;
}

/**
 * A transfer between subaccounts, as the message and the chain's own modules make it. Only the
 * message adds a Cosmos event (recorded: vault deposits have none).
 */
export function transferBetweenSubaccounts(
  k: SubaccountsKernel,
  sender: subaccounts.SubaccountId,
  recipient: subaccounts.SubaccountId,
  amount: bigint,
): Rejection | undefined {
  const refused = transferFunds(k, sender, recipient, amount);
  if (refused !== undefined) return refused;
  ensureAccount(k, recipient.owner);
  emitTransfer(k, sender, recipient, amount);
  return undefined;
}
