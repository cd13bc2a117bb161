import type { vest as wire } from "@perpetua/protocol";
import { assert } from "../math/index.js";
import { type GenesisJson, type Rejection, reject } from "../state/index.js";
import type { VestEntry, VestKernel } from "./state.js";
import { parseTimestamp } from "./time.js";

/** Registered texts of codespace `vest` (risk.md §12). */
const TEXTS: Readonly<Record<number, string>> = {
  1000: "Authority is invalid",
  1001: "invalid vester account",
  1002: "invalid treasury account",
  1003: "invalid denom",
  1004: "account is not associated with a vest entry",
  1005: "start_time must be before end_time",
  1006: "start_time and end_time must be in UTC",
};

const DENOM = /^[a-zA-Z][a-zA-Z0-9/:._-]{2,127}$/;

/** A refusal of codespace `vest`. */
export function vestRejection(code: number, detail: string): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("vest", code, detail === "" ? text : `${detail}: ${text}`);
}

/** Rules of an entry (risk.md §12); protobuf times are UTC by nature. */
export function validateVestEntry(entry: VestEntry): Rejection | undefined {
  if (entry.vesterAccount === "") return vestRejection(1001, "vester account cannot be empty");
  if (entry.treasuryAccount === "") return vestRejection(1002, "treasury account cannot be empty");
  if (!DENOM.test(entry.denom)) return vestRejection(1003, entry.denom);
  return isBefore(entry.startTime, entry.endTime) ? undefined : vestRejection(1005, "");
}

function isBefore(a: wire.VestEntry["startTime"], b: wire.VestEntry["endTime"]): boolean {
  if (a === undefined || b === undefined) return a === undefined && b !== undefined;
  return a.seconds < b.seconds || (a.seconds === b.seconds && a.nanos < b.nanos);
}

export function setVestEntry(k: VestKernel, entry: VestEntry): Rejection | undefined {
  const invalid = validateVestEntry(entry);
  if (invalid === undefined) k.vest.entries.set(entry.vesterAccount, entry);
  return invalid;
}

export function deleteVestEntry(k: VestKernel, vesterAccount: string): Rejection | undefined {
  if (!k.vest.entries.has(vesterAccount)) return vestRejection(1004, vesterAccount);
  k.vest.entries.delete(vesterAccount);
  return undefined;
}

/** Reads `app_state.vest`. */
export function initGenesis(k: VestKernel, json: GenesisJson): void {
  for (const e of json.at("vest_entries").list()) {
    const refused = setVestEntry(k, {
      vesterAccount: e.at("vester_account").string(),
      treasuryAccount: e.at("treasury_account").string(),
      denom: e.at("denom").string(),
      startTime: parseTimestamp(e.at("start_time").string()),
      endTime: parseTimestamp(e.at("end_time").string()),
    });
    assert(refused === undefined, `${e.path}: ${refused?.log}`);
  }
}
