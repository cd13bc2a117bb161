import { vest as wire } from "@perpetua/protocol";
import { authorityRejection, isValidAddress } from "../auth/index.js";
import { handler, type MessageHandler, type Rejection } from "../state/index.js";
import { deleteVestEntry, setVestEntry, validateVestEntry, vestRejection } from "./rules.js";
import type { VestKernel } from "./state.js";

const EMPTY = new Uint8Array();

function invalidAuthority(authority: string): Rejection | undefined {
  if (isValidAddress(authority)) return undefined;
  return vestRejection(1000, `authority '${authority}' must be a valid bech32 address`);
}

function entryOf(msg: wire.MsgSetVestEntry): wire.VestEntry {
  return msg.entry ?? wire.VestEntry.fromPartial({});
}

export const vestMessages: MessageHandler<VestKernel, unknown>[] = [
  handler<VestKernel, wire.MsgSetVestEntry>({
    typeUrl: "/dydxprotocol.vest.MsgSetVestEntry",
    codec: wire.MsgSetVestEntry,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) => invalidAuthority(m.authority) ?? validateVestEntry(entryOf(m)),
    handle: (k, m) => authorityRejection(m.authority) ?? setVestEntry(k, entryOf(m)) ?? EMPTY,
  }),
  handler<VestKernel, wire.MsgDeleteVestEntry>({
    typeUrl: "/dydxprotocol.vest.MsgDeleteVestEntry",
    codec: wire.MsgDeleteVestEntry,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: (m) =>
      invalidAuthority(m.authority) ??
      (m.vesterAccount === "" ? vestRejection(1001, "vester account cannot be empty") : undefined),
    handle: (k, m) =>
      authorityRejection(m.authority) ?? deleteVestEntry(k, m.vesterAccount) ?? EMPTY,
  }),
];
