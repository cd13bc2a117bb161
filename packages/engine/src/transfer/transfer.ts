import { ibcTransfer } from "@perpetua/protocol";
import { isValidAddress } from "../auth/index.js";
import { type BankKernel, parseCoins } from "../bank/index.js";
import {
  handler,
  isRejection,
  type MessageHandler,
  type Rejection,
  reject,
} from "../state/index.js";

/** Stateless rules of an IBC transfer. */
function validate(m: ibcTransfer.MsgTransfer): Rejection | undefined {
  if (m.sourcePort === "") return reject("host", 2, "invalid source port ID: invalid identifier");
  if (m.sourceChannel === "") {
    return reject("host", 2, "invalid source channel ID: invalid identifier");
  }
  const token = parseCoins(m.token === undefined ? [] : [m.token]);
  if (isRejection(token) || token.length === 0) {
    return reject("sdk", 10, `${m.token?.amount ?? ""}${m.token?.denom ?? ""}: invalid coins`);
  }
  if (!isValidAddress(m.sender)) {
    return reject("sdk", 7, "string could not be parsed as address: invalid address");
  }
  return m.receiver.trim() === ""
    ? reject("sdk", 7, "missing recipient address: invalid address")
    : undefined;
}

/**
 * A network without IBC channels: every transfer is well-formed or not, and then finds no channel.
 */
export const transferMessages: MessageHandler<BankKernel, unknown>[] = [
  handler<BankKernel, ibcTransfer.MsgTransfer>({
    typeUrl: "/ibc.applications.transfer.v1.MsgTransfer",
    codec: ibcTransfer.MsgTransfer,
    category: "normal",
    signers: (m) => [m.sender],
    validateBasic: validate,
    handle: (_k, m) => {
      const where = `port ID (${m.sourcePort}) channel ID (${m.sourceChannel})`;
      return reject("channel", 3, `${where}: channel not found`);
    },
  }),
];
