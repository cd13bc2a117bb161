import { type Rejection, reject } from "../state/index.js";

/** Registered texts of codespace `subaccounts` (risk.md §4.15). */
const TEXTS: Readonly<Record<number, string>> = {
  101: "multiple updates were specified for the same subaccountId",
  102: "failed to apply subaccount updates",
  103: "product position is not updatable",
  200: "subaccount id number cannot exceed 128000",
  201: "subaccount id owner is an invalid address",
  202: "duplicate subaccount id found in genesis",
  300: "asset positions are out of order",
  301: "asset position's quantum cannot be zero",
  302: "asset position is not supported",
  303: "having multiple asset positions in the same subaccount is not supported",
  400: "perpetual positions are out of order",
  401: "perpetual position's quantum cannot be zero",
  402: "cannot modify perpetual open interest for open interest margin fraction",
  500: "asset transfer quantums is not positive",
  501: "asset transfer (other than USDC) through the bank module is not implemented",
  700: "invalid leverage",
  701: "leverage exceeds maximum allowed",
  702: "initial margin ppm is zero",
  703: "leverage violates margin requirements",
};

/** A refusal of codespace `subaccounts`. */
export function subaccountsRejection(code: number, detail: string): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("subaccounts", code, detail === "" ? text : `${detail}: ${text}`);
}
