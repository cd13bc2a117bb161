import { type Rejection, reject } from "../state/index.js";

/** Texts of the Cosmos gov codespace. */
const TEXTS: Readonly<Record<number, string>> = {
  3: "inactive proposal",
  7: "invalid vote option",
  10: "proposal message not recognized by router",
  11: "no messages proposed",
  12: "invalid proposal message",
  13: "expected gov account as only signer for proposal message",
  15: "metadata too long",
  16: "minimum deposit is too small",
  22: "summary too long",
  23: "invalid deposit denom",
};

export function govRejection(code: number, detail = ""): Rejection {
  const text = TEXTS[code] ?? "";
  return reject("gov", code, detail === "" ? text : `${detail}: ${text}`);
}

/** A record that is not there: the SDK's collections have no registered code. */
export function missingProposal(id: bigint): Rejection {
  const text = `collections: not found: key '${id}' of type github.com/cosmos/gogoproto/cosmos.gov.v1.Proposal`;
  return reject("undefined", 1, text);
}
