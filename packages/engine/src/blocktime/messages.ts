import { blocktime } from "@perpetua/protocol";
import { authorityRejection, malformedAuthorityText } from "../auth/index.js";
import { handler, type MessageHandler, type Rejection, reject } from "../state/index.js";
import { type BlocktimeKernel, blockInfoOf } from "./state.js";

const EMPTY = new Uint8Array();

type Duration = { readonly seconds: bigint; readonly nanos: number };

function durationNs(d: Duration | undefined): bigint {
  return d === undefined ? 0n : d.seconds * 1_000_000_000n + BigInt(d.nanos);
}

function invalidAuthority(authority: string): Rejection | undefined {
  const text = malformedAuthorityText(authority);
  return text === undefined ? undefined : reject("blocktime", 402, text);
}

function validateDurations(msg: blocktime.MsgUpdateDowntimeParams): Rejection | undefined {
  let last = 0n;
  for (const [i, d] of (msg.params?.durations ?? []).entries()) {
    const ns = durationNs(d);
    if (ns <= 0n) return reject("blocktime", 400, "Durations must be positive");
    if (i > 0 && ns <= last)
      return reject("blocktime", 401, "Durations must be in ascending order by length");
    last = ns;
  }
  return undefined;
}

/**
 * Each new duration inherits the block of the largest old one ≤ it, else the current block (app.md
 * part 7).
 */
function updateDowntimeParams(
  k: BlocktimeKernel,
  msg: blocktime.MsgUpdateDowntimeParams,
): Uint8Array {
  const old = k.blocktime.downtimes.get() ?? [];
  const durations = (msg.params?.durations ?? []).map(durationNs);
  k.blocktime.durationsNs.set(durations);
  k.blocktime.downtimes.set(
    durations.map((ns) => {
      const inherited = old.filter((info) => info.durationNs <= ns).at(-1);
      return { durationNs: ns, block: inherited?.block ?? blockInfoOf(k.header) };
    }),
  );
  return EMPTY;
}

export const blocktimeMessages: MessageHandler<BlocktimeKernel, unknown>[] = [
  handler<BlocktimeKernel, blocktime.MsgUpdateDowntimeParams>({
    typeUrl: "/dydxprotocol.blocktime.MsgUpdateDowntimeParams",
    codec: blocktime.MsgUpdateDowntimeParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => invalidAuthority(m.authority) ?? validateDurations(m),
    handle: (k, m) => authorityRejection(m.authority) ?? updateDowntimeParams(k, m),
  }),
  handler<BlocktimeKernel, blocktime.MsgUpdateSynchronyParams>({
    typeUrl: "/dydxprotocol.blocktime.MsgUpdateSynchronyParams",
    codec: blocktime.MsgUpdateSynchronyParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) =>
      invalidAuthority(m.authority) ??
      (durationNs(m.params?.nextBlockDelay) < 0n
        ? reject("blocktime", 403, "Next block delay must be non-negative")
        : undefined),
    handle: (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused !== undefined) return refused;
      k.blocktime.nextBlockDelayNs.set(durationNs(m.params?.nextBlockDelay));
      return EMPTY;
    },
  }),
];
