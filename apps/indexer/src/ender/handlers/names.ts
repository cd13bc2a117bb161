import { parseError } from "../model/blockError.js";

/** Numbers of the wire as the texts that columns hold (indexer.md §0.3). */

function textOf(names: Readonly<Record<number, string>>, value: number, what: string): string {
  const name = names[value];
  if (name === undefined) throw parseError(`unknown ${what} ${value}`);
  return name;
}

const CLOB_PAIR_STATUS = {
  1: "ACTIVE",
  2: "PAUSED",
  3: "CANCEL_ONLY",
  4: "POST_ONLY",
  5: "INITIALIZING",
  6: "FINAL_SETTLEMENT",
};
const MARKET_TYPE = { 1: "CROSS", 2: "ISOLATED" };
const VAULT_STATUS = { 1: "DEACTIVATED", 2: "STAND_BY", 3: "QUOTING", 4: "CLOSE_ONLY" };
const SIDE = { 1: "BUY", 2: "SELL" };
const TIME_IN_FORCE: Readonly<Record<number, string>> = { 1: "IOC", 2: "POST_ONLY", 3: "FOK" };

export const clobPairStatus = (value: number) => textOf(CLOB_PAIR_STATUS, value, "clob status");
export const marketType = (value: number) => textOf(MARKET_TYPE, value, "market type");
export const vaultStatus = (value: number) => textOf(VAULT_STATUS, value, "vault status");
export const sideName = (value: number) => textOf(SIDE, value, "side");

/** Unspecified and unknown values read as good-til-time. */
export const timeInForceName = (value: number) => TIME_IN_FORCE[value] ?? "GTT";

/** Stored order type by flags and condition. */
export function orderTypeName(flags: number, conditionType: number): string {
  switch (flags) {
    case 0:
    case 64:
      return "LIMIT";
    case 32:
      return conditionType === 1 ? "STOP_LIMIT" : conditionType === 2 ? "TAKE_PROFIT" : "LIMIT";
    case 128:
      return "TWAP";
    case 256:
      return "TWAP_SUBORDER";
    default:
      throw parseError(`unknown order flags ${flags}`);
  }
}
