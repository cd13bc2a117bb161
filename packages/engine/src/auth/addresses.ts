import {
  ACCOUNT_PREFIX,
  DELAYMSG_MODULE_ADDRESS,
  moduleAddress as deriveModuleAddress,
  GOV_MODULE_ADDRESS,
  isBech32Address,
} from "@perpetua/protocol";
import { type Rejection, reject } from "../state/index.js";

const known = new Map<string, string>();

/**
 * The bech32 address of a module or pool: first 20 bytes of SHA-256 of its name (risk.md §0.4).
 * PERF: remembered per name.
 */
export function moduleAddress(name: string): string {
  let address = known.get(name);
  if (address === undefined) {
    address = deriveModuleAddress(name);
    known.set(name, address);
  }
  return address;
}

/** Whether `text` is an account address of this chain. */
export function isValidAddress(text: string): boolean {
  return isBech32Address(text, ACCOUNT_PREFIX);
}

/** The authorities of most admin messages (app.md §1.4). */
export const GOV_ADDRESS = GOV_MODULE_ADDRESS;
export const DELAYMSG_ADDRESS = DELAYMSG_MODULE_ADDRESS;

/** The text of a stateless refusal of an authority that is no address (risk.md §0.5). */
export function malformedAuthorityText(authority: string): string | undefined {
  if (isValidAddress(authority)) return undefined;
  return `authority '${authority}' must be a valid bech32 address: Authority is invalid`;
}

/** Refuses an admin message whose authority is neither gov nor delaymsg (risk.md §0.5). */
export function authorityRejection(authority: string): Rejection | undefined {
  if (authority === GOV_ADDRESS || authority === DELAYMSG_ADDRESS) return undefined;
  const detail = "expected gov account as only signer for proposal message";
  return reject("gov", 13, `invalid authority ${authority}: ${detail}`);
}
