import { decodeValue, Header, headerText, type OutgoingMessage, Topic } from "@perpetua/messaging";
import { type Difference, differingPaths } from "./difference.js";
import type { RecordedMessage } from "./recording.js";

/** What vulcan sent, reduced to what is reproducible (traps-indexer.md 28, 29, 38; §5.6). */
interface Reduced {
  readonly offset: number | undefined;
  /** Messages with the same name are interchangeable. */
  readonly name: string;
  /** The same without columns of a row that races with ender's commit. */
  readonly looseName: string;
  readonly readable: unknown;
}

type AnyMessage = Pick<OutgoingMessage, "key" | "value" | "headers"> & { offset?: number };

const RACING_FIELDS = ["createdAtHeight", "updatedAt", "updatedAtHeight"];

/** Suppressed by the recorded service because ender had just set the state-filled value. */
const MAX_EXTRA = 5;
/** Sent with the row as it was before, or after, ender's commit. */
const MAX_RACING = 5;

export function compareOrderMessages(
  recorded: readonly RecordedMessage[],
  sent: readonly OutgoingMessage[],
): Difference[] {
  const expected = recorded.map((message) => reduceOrder(message));
  const got = sent.map((message) => reduceOrder(message));
  const exact = matchAway(expected, got, ({ name }) => name);
  const loose = matchAway(exact.missing, exact.extra, ({ looseName }) => looseName);
  const racing = exact.missing.length - loose.missing.length;
  const differences = loose.missing.map(missing(Topic.subaccounts));
  if (racing > MAX_RACING) differences.push(tooMany("racing rows", MAX_RACING, racing));
  if (loose.extra.length > MAX_EXTRA) {
    differences.push(tooMany("extra messages", MAX_EXTRA, loose.extra.length));
    differences.push(...loose.extra.map(extra(Topic.subaccounts)));
  }
  return differences;
}

/** Same messages, in the same order within each price level. */
export function compareLevelMessages(
  recorded: readonly RecordedMessage[],
  sent: readonly OutgoingMessage[],
): Difference[] {
  const differences: Difference[] = [];
  const expected = groupByLevel(recorded);
  const got = groupByLevel(sent);
  for (const level of new Set([...expected.keys(), ...got.keys()])) {
    const e = expected.get(level)?.map(({ name }) => name) ?? [];
    const g = got.get(level)?.map(({ name }) => name) ?? [];
    if (differingPaths(e, g).length > 0) {
      differences.push({ part: "vulcan", where: `order book ${level}`, expected: e, got: g });
    }
  }
  return differences;
}

/** Cached updates that vulcan put back on `to-vulcan`: the only updates there with headers. */
export function compareRequeued(
  recorded: readonly RecordedMessage[],
  sent: readonly OutgoingMessage[],
): Difference[] {
  const reduce = (message: AnyMessage): Reduced => {
    const name = `${Buffer.from(message.value).toString("hex")} ${headers(message)}`;
    const readable = decodeValue(Topic.toVulcan, message.value);
    return { offset: message.offset, name, looseName: name, readable };
  };
  const requeued = recorded.filter(
    (message) =>
      headerText(message.headers, Header.eventType) !== undefined &&
      decodeValue(Topic.toVulcan, message.value).orderUpdate !== undefined,
  );
  const left = matchAway(requeued.map(reduce), sent.map(reduce), ({ name }) => name);
  return [...left.missing.map(missing(Topic.toVulcan)), ...left.extra.map(extra(Topic.toVulcan))];
}

function reduceOrder(message: AnyMessage): Reduced {
  const { contents, subaccountId, version } = decodeValue(Topic.subaccounts, message.value);
  const {
    orders,
    blockHeight: _racing,
    ...rest
  } = JSON.parse(contents) as {
    orders: Record<string, unknown>[];
    blockHeight?: string;
  };
  const front = { subaccountId, version, ...rest };
  const key = Buffer.from(message.key ?? []).toString("hex");
  const name = JSON.stringify([key, front, orders, headers(message)]);
  const loose = orders.map((order) =>
    Object.fromEntries(Object.entries(order).filter(([field]) => !RACING_FIELDS.includes(field))),
  );
  const looseName = JSON.stringify([key, front, loose, headers(message)]);
  return { offset: message.offset, name, looseName, readable: { ...front, orders } };
}

function groupByLevel(messages: readonly AnyMessage[]): Map<string, Reduced[]> {
  const groups = new Map<string, Reduced[]>();
  for (const message of messages) {
    const book = decodeValue(Topic.orderbooks, message.value);
    const { bids, asks } = JSON.parse(book.contents) as { bids?: string[][]; asks?: string[][] };
    const level = `${book.clobPairId} ${bids ? "bid" : "ask"} ${(bids ?? asks)?.[0]?.[0]}`;
    const name = `${book.contents} ${book.version} ${headers(message)}`;
    const reduced = { offset: message.offset, name, looseName: name, readable: book };
    const group = groups.get(level);
    if (group) group.push(reduced);
    else groups.set(level, [reduced]);
  }
  return groups;
}

/** Headers as texts; the recorded transaction hashes are damaged, so only their presence counts. */
function headers(message: AnyMessage): string {
  const hash = message.headers?.[Header.transactionHash] === undefined ? "-" : "hash";
  const event = headerText(message.headers, Header.eventType);
  return `${event} ${headerText(message.headers, Header.messageReceivedTimestamp)} ${hash}`;
}

/** Removes pairs with equal names; what is left has no counterpart. */
function matchAway(
  expected: readonly Reduced[],
  got: readonly Reduced[],
  nameOf: (message: Reduced) => string,
): { missing: Reduced[]; extra: Reduced[] } {
  const open = new Map<string, Reduced[]>();
  for (const message of got) {
    const list = open.get(nameOf(message));
    if (list) list.push(message);
    else open.set(nameOf(message), [message]);
  }
  const unmatched = expected.filter((message) => open.get(nameOf(message))?.shift() === undefined);
  return { missing: unmatched, extra: [...open.values()].flat() };
}

const missing =
  (topic: Topic) =>
  ({ offset, readable }: Reduced): Difference => ({
    part: "vulcan",
    where: `${topic} offset ${offset}`,
    expected: readable,
    got: undefined,
  });

const extra =
  (topic: Topic) =>
  ({ readable }: Reduced): Difference => ({
    part: "vulcan",
    where: `${topic}, not in the recording`,
    expected: undefined,
    got: readable,
  });

function tooMany(what: string, most: number, count: number): Difference {
  return { part: "vulcan", where: what, expected: `at most ${most}`, got: count };
}
