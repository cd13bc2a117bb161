import type { cosmosAuthz, cosmosGov } from "@perpetua/protocol";
import { Mode, type Rejection, reject } from "../state/index.js";
import type { EngineKernel } from "./kernel.js";
import { messageHandlers } from "./messageTable.js";
import type { Transaction } from "./transaction.js";

const SUBMIT_PROPOSAL = "/cosmos.gov.v1.MsgSubmitProposal";
const AUTHZ_EXEC = "/cosmos.authz.v1beta1.MsgExec";

function invalidRequest(text: string): Rejection {
  return reject("sdk", 18, `${text}: invalid request`);
}

/** Which messages may come in a transaction at all (app.md §1.8). */
export function categoryRejection(k: EngineKernel, tx: Transaction): Rejection | undefined {
  if (tx.messages.length === 0) return invalidRequest("must contain at least one message");
  const injected = tx.messages.some((m) => m.handler.category === "injected");
  if (injected) {
    if (tx.messages.length > 1)
      return invalidRequest("app-injected msg must be the only msg in a tx");
    if (k.mode !== Mode.Deliver)
      return invalidRequest("app-injected msg must only be included in DeliverTx");
    return undefined;
  }
  for (const { typeUrl, value, handler } of tx.messages) {
    if (handler.category === "internal")
      return invalidRequest("internal msg cannot be submitted externally");
    if (handler.category === "unsupported") return invalidRequest("unsupported msg");
    if (handler.category !== "nested") continue;
    const refused = nestedRejection(typeUrl, value);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function nestedRejection(typeUrl: string, value: unknown): Rejection | undefined {
  const isExec = typeUrl === AUTHZ_EXEC;
  const inner = isExec
    ? (value as cosmosAuthz.MsgExec).msgs
    : typeUrl === SUBMIT_PROPOSAL
      ? (value as cosmosGov.MsgSubmitProposal).messages
      : [];
  const name = typeUrl.slice(typeUrl.lastIndexOf(".") + 1);
  for (const any of inner) {
    const refuse = (what: string) => invalidRequest(`Invalid nested msg for ${name}: ${what}`);
    const category = messageHandlers.get(any.typeUrl)?.category;
    if (category === undefined || category === "unsupported") return refuse("unsupported msg type");
    if (category === "injected") return refuse("app-injected msg type");
    if (category === "nested") return refuse("double-nested msg type");
    if (!isExec) continue;
    if (any.typeUrl.startsWith("/dydxprotocol.")) return refuse("dydx msg type");
    if (any.typeUrl.startsWith("/slinky.")) return refuse("slinky msg type");
  }
  return undefined;
}
