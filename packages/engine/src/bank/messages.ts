import { cosmosBank } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import {
  handler,
  isRejection,
  type MessageHandler,
  type Rejection,
  reject,
} from "../state/index.js";
import { bankAdminMessages } from "./adminMessages.js";
import { parseCoins } from "./coins.js";
import { multiSend } from "./multiSend.js";
import { isBlockedAddress, sendCoinList } from "./send.js";
import type { BankKernel, Coin } from "./state.js";

const EMPTY = new Uint8Array();

/**
 * Bank sends are judged only at delivery (app.md §1.7): 5 overspend, 7 foreign prefix, 10 bad
 * coins.
 */
function handleSend(k: BankKernel, msg: cosmosBank.MsgSend): Rejection | Uint8Array {
  const badFrom = addressError("from", msg.fromAddress);
  if (badFrom !== undefined) return badFrom;
  const badTo = addressError("to", msg.toAddress);
  if (badTo !== undefined) return badTo;
  const coins = parseCoins(msg.amount);
  if (isRejection(coins)) return coins;
  if (coins.length === 0) return reject("sdk", 10, ": invalid coins");
  const disabled = disabledRejection(k, coins);
  if (disabled !== undefined) return disabled;
  if (isBlockedAddress(msg.toAddress)) {
    return reject("sdk", 4, `${msg.toAddress} is not allowed to receive funds: unauthorized`);
  }
  return sendCoinList(k, msg.fromAddress, msg.toAddress, coins) ?? EMPTY;
}

/** Denoms that governance stopped. */
function disabledRejection(k: BankKernel, coins: readonly Coin[]): Rejection | undefined {
  for (const { denom } of coins) {
    const enabled = k.bank.sendEnabled.get(denom) ?? k.bank.defaultSendEnabled.get() ?? true;
    if (enabled) continue;
    const text = `${denom} transfers are currently disabled: send transactions are disabled`;
    return reject("bank", 5, text);
  }
  return undefined;
}

function addressError(which: string, address: string): Rejection | undefined {
  if (isValidAddress(address)) return undefined;
  const prefix = address.slice(0, Math.max(0, address.lastIndexOf("1")));
  const detail =
    prefix !== "" && prefix !== "dydx"
      ? `hrp does not match bech32 prefix: expected 'dydx' got '${prefix}': internal logic error`
      : "decoding bech32 failed";
  return reject("sdk", 7, `invalid ${which} address: ${detail}: invalid address`);
}

export const bankMessages: MessageHandler<BankKernel, unknown>[] = [
  handler<BankKernel, cosmosBank.MsgSend>({
    typeUrl: "/cosmos.bank.v1beta1.MsgSend",
    codec: cosmosBank.MsgSend,
    category: "normal",
    signers: (m) => [m.fromAddress],
    validateBasic: () => undefined,
    handle: handleSend,
  }),
  handler<BankKernel, cosmosBank.MsgMultiSend>({
    typeUrl: "/cosmos.bank.v1beta1.MsgMultiSend",
    codec: cosmosBank.MsgMultiSend,
    category: "normal",
    signers: (m) => m.inputs.map((input) => input.address),
    validateBasic: () => undefined,
    handle: (k, m) => multiSend(k, m, (coins) => disabledRejection(k, coins)) ?? EMPTY,
  }),
  ...bankAdminMessages,
];
