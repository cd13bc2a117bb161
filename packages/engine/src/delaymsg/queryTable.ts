import { delaymsg as wire } from "@perpetua/protocol";
import { notFound, type Query, query } from "../query/index.js";
import { type DelaymsgKernel, nextDelayedMessageId } from "./delaymsg.js";

const SERVICE = "/dydxprotocol.delaymsg.Query";

/** app.md part 6. */
export const delaymsgQueries: readonly Query<DelaymsgKernel>[] = [
  query(
    `${SERVICE}/NextDelayedMessageId`,
    wire.QueryNextDelayedMessageIdRequest,
    wire.QueryNextDelayedMessageIdResponse,
    (k) => ({ nextDelayedMessageId: nextDelayedMessageId(k) }),
  ),
  query(`${SERVICE}/Message`, wire.QueryMessageRequest, wire.QueryMessageResponse, (k, { id }) => {
    const message = k.delaymsg.messages.get(String(id));
    return message === undefined ? notFound(`message with id ${id} not found`) : { message };
  }),
  query(
    `${SERVICE}/BlockMessageIds`,
    wire.QueryBlockMessageIdsRequest,
    wire.QueryBlockMessageIdsResponse,
    (k, { blockHeight }) => {
      const ids = k.delaymsg.dueAt.get(String(blockHeight));
      return ids === undefined
        ? notFound(`block message ids for block ${blockHeight} not found`)
        : { messageIds: [...ids] };
    },
  ),
];
