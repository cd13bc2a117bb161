import { delaymsg } from "@perpetua/protocol";
import { GOV_ADDRESS, malformedAuthorityText } from "../auth/index.js";
import { handler, isRejection, type MessageHandler } from "../state/index.js";
import { type DelaymsgKernel, delayMessage, delaymsgRejection } from "./delaymsg.js";

export const delaymsgMessages: MessageHandler<DelaymsgKernel, unknown>[] = [
  handler<DelaymsgKernel, delaymsg.MsgDelayMessage>({
    typeUrl: "/dydxprotocol.delaymsg.MsgDelayMessage",
    codec: delaymsg.MsgDelayMessage,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => {
      const text = malformedAuthorityText(m.authority);
      if (text !== undefined) return delaymsgRejection(5, text);
      return m.msg === undefined ? delaymsgRejection(2, "Delayed msg is nil") : undefined;
    },
    handle: (k, m) => {
      if (m.authority !== GOV_ADDRESS) {
        return delaymsgRejection(
          5,
          `Expected gov authority, got ${m.authority}: Authority is invalid`,
        );
      }
      if (m.msg === undefined) return delaymsgRejection(2, "Delayed msg is nil");
      const id = delayMessage(k, m.msg, m.delayBlocks);
      if (isRejection(id)) return id;
      return delaymsg.MsgDelayMessageResponse.encode({ id: BigInt(id) }).finish();
    },
  }),
];
