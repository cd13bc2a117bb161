/** Record headers on `to-vulcan`, forwarded to the WebSocket topics (wire.md §5.2). */
export const Header = {
  /** 32 raw bytes of SHA-256 of the transaction. */
  transactionHash: "TransactionHash",
  /** Decimal milliseconds: the Kafka timestamp of the originating message. */
  messageReceivedTimestamp: "message_received_timestamp",
  eventType: "event_type",
} as const;

export const EventType = {
  statefulOrderPlacement: "StatefulOrderPlacement",
  statefulOrderRemoval: "StatefulOrderRemoval",
  conditionalOrderTriggered: "ConditionalOrderTriggered",
  shortTermOrderPlacement: "ShortTermOrderPlacement",
  shortTermOrderRemoval: "ShortTermOrderRemoval",
  shortTermOrderUpdate: "ShortTermOrderUpdate",
} as const;

export type EventType = (typeof EventType)[keyof typeof EventType];

export type Headers = Readonly<Record<string, Uint8Array | string>>;

/** Text of a header, or undefined when it is absent. */
export function headerText(headers: Headers | undefined, name: string): string | undefined {
  const value = headers?.[name];
  if (value === undefined) return undefined;
  return typeof value === "string" ? value : Buffer.from(value).toString("utf8");
}
