import type { Dec } from "../../lib/decimal/dec";
import type { Intent } from "../../lib/wallet/intents";

export type MoveKind = "deposit" | "withdraw" | "transfer";

/** USDC has six decimals on the chain; ROUNDING: down. */
const quantums = (amount: Dec): bigint => amount / 10n ** 18n;

export interface Recipient {
  address: string;
  number: number;
}

/** "dydx1…", "dydx1…/3" or "3" for another subaccount of one's own. */
export function parseRecipient(text: string, own: string): Recipient | null {
  const match = /^\s*(?:(dydx1[02-9ac-hj-np-z]{38})(?:\/(\d{1,6}))?|(\d{1,6}))\s*$/.exec(text);
  if (!match) return null;
  const address = match[1] ?? own;
  const number = Number(match[2] ?? match[3] ?? 0);
  const toSelf = address === own && number === 0;
  return number > 128_000 || toSelf ? null : { address, number };
}

export function moveIntent(kind: MoveKind, amount: Dec, own: string, to: Recipient | null): Intent {
  const base = { subaccountNumber: 0, quantums: quantums(amount) };
  if (kind === "deposit") return { kind, ...base };
  if (kind === "withdraw") return { kind, recipient: own, ...base };
  return { kind, recipient: to?.address ?? own, recipientNumber: to?.number ?? 0, ...base };
}
