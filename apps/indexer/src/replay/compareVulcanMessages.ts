import { decodeValue, Header, headerText, type OutgoingMessage, Topic } from "@perpetua/messaging";
import type { Difference } from "./difference.js";
import type { RecordedMessage } from "./recording.js";

interface Comparable {
  readonly value: Uint8Array;
  readonly key?: Uint8Array | undefined;
  readonly headers?: RecordedMessage["headers"] | undefined;
}

const fingerprint = ({ key, value, headers }: Comparable): string =>
  [
    Buffer.from(key ?? []).toString("hex"),
    Buffer.from(value).toString("hex"),
    headerText(headers, Header.eventType) ?? "",
    headerText(headers, Header.messageReceivedTimestamp) ?? "",
  ].join(" ");

const hasEventType = ({ headers }: Comparable): boolean =>
  headers?.[Header.eventType] !== undefined;

/**
 * Ender's part of `to-vulcan`. Stateful messages are told apart by their headers (updates with them
 * are vulcan's own); those about fills have none, like some of the node's, so they must appear in
 * order among them.
 */
export function compareVulcanMessages(
  recorded: readonly RecordedMessage[],
  sent: readonly OutgoingMessage[],
): Difference[] {
  const stateful = recorded.filter(
    (message) =>
      hasEventType(message) && decodeValue(Topic.toVulcan, message.value).orderUpdate === undefined,
  );
  const bare = recorded.filter(({ headers }) => headers === undefined);
  return [
    ...compareExactly(stateful, sent.filter(hasEventType)),
    ...compareAsSubsequence(
      bare,
      sent.filter((message) => !hasEventType(message)),
    ),
  ];
}

const readable = (message: Comparable | undefined): unknown =>
  message && decodeValue(Topic.toVulcan, message.value);

function compareExactly(
  recorded: readonly RecordedMessage[],
  sent: readonly OutgoingMessage[],
): Difference[] {
  for (let index = 0; index < Math.max(recorded.length, sent.length); index += 1) {
    const [expected, got] = [recorded[index], sent[index]];
    if (expected && got && fingerprint(expected) === fingerprint(got)) continue;
    const where = `to-vulcan stateful ${index} (offset ${expected?.offset ?? "none"})`;
    return [{ part: "ender", where, expected: readable(expected), got: readable(got) }];
  }
  return [];
}

function compareAsSubsequence(
  recorded: readonly RecordedMessage[],
  sent: readonly OutgoingMessage[],
): Difference[] {
  let next = 0;
  for (const [index, message] of sent.entries()) {
    const wanted = fingerprint(message);
    const from = next;
    while (next < recorded.length && fingerprint(recorded[next] as Comparable) !== wanted) {
      next += 1;
    }
    if (next === recorded.length) {
      const where = `to-vulcan about fills ${index} (after offset ${recorded[from - 1]?.offset})`;
      return [{ part: "ender", where, expected: "in the recording", got: readable(message) }];
    }
    next += 1;
  }
  return [];
}
