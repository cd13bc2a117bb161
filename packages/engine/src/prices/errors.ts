import { type Rejection, reject } from "../state/index.js";

const TEXTS: Readonly<Record<number, string>> = {
  1: "Invalid input",
  200: "Market param does not exist",
  201: "Market price does not exist",
  204: "Market param already exists",
  205: "Market params pair already exists",
  206: "Market conversion to currency pair failed",
  207: "Ticker not found in market map",
  208: "Market could not be disabled in market map",
  210: "Market price exponent does not match the negation of the Decimals value in the market map",
  400: "Market price update is invalid: stateless",
  401: "Market price update is invalid: deterministic",
  500: "Authority is invalid",
};

/** A refusal of the `prices` codespace (risk.md §2.7). */
export function pricesRejection(code: number, detail: string): Rejection {
  return reject("prices", code, detail === "" ? (TEXTS[code] ?? "") : `${detail}: ${TEXTS[code]}`);
}
