import { decodeValue, type OutgoingMessage, type Topic } from "@perpetua/messaging";
import { type Difference, differingPaths } from "./difference.js";
import type { RecordedMessage } from "./recording.js";

type SocketTopic = Exclude<Topic, "to-ender" | "to-vulcan">;

/** A message with its contents parsed: JSON is compared as values, not as bytes. */
export function readableMessage(topic: SocketTopic, value: Uint8Array): Record<string, unknown> {
  const decoded = decodeValue(topic, value) as unknown as Record<string, unknown>;
  const { contents } = decoded;
  return typeof contents === "string" ? { ...decoded, contents: JSON.parse(contents) } : decoded;
}

export interface MessagePair {
  readonly expected: Record<string, unknown>;
  readonly got: Record<string, unknown>;
  readonly paths: readonly string[];
}

/** Compares what a service sent on a topic with the recording, message by message. */
export function compareMessages(
  topic: SocketTopic,
  recorded: readonly RecordedMessage[],
  sent: readonly OutgoingMessage[],
  isKnownRace: (pair: MessagePair) => boolean = () => false,
): Difference[] {
  const differences: Difference[] = [];
  for (let index = 0; index < Math.max(recorded.length, sent.length); index += 1) {
    const [theirs, ours] = [recorded[index], sent[index]];
    const expected = theirs && readableMessage(topic, theirs.value);
    const got = ours && readableMessage(topic, ours.value);
    const keysEqual =
      Buffer.from(theirs?.key ?? []).toString("hex") ===
      Buffer.from(ours?.key ?? []).toString("hex");
    const paths = [...differingPaths(expected, got), ...(keysEqual ? [] : ["(key)"])];
    if (paths.length === 0) continue;
    if (expected !== undefined && got !== undefined && isKnownRace({ expected, got, paths })) {
      continue;
    }
    const label = paths.length > 4 ? "" : ` ${paths.join(", ")}`;
    const where = `${topic} ${theirs?.offset ?? `beyond the recorded ${recorded.length}`}${label}`;
    differences.push({ part: "ender", where, expected, got });
    // After a message too many or too few everything differs: one report is enough.
    if (expected === undefined || got === undefined) break;
  }
  return differences;
}
