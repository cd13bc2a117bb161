import { cosmosAuthz } from "@perpetua/protocol";
import { handler, type MessageHandler } from "../state/index.js";
import { exec } from "./exec.js";
import { grant, revoke } from "./grants.js";
import type { AuthzKernel } from "./state.js";

const PACKAGE = "/cosmos.authz.v1beta1";

/** Cosmos authz messages; all their rules count at delivery. */
export const authzMessages: MessageHandler<AuthzKernel, unknown>[] = [
  handler<AuthzKernel, cosmosAuthz.MsgGrant>({
    typeUrl: `${PACKAGE}.MsgGrant`,
    codec: cosmosAuthz.MsgGrant,
    category: "normal",
    signers: (m) => [m.granter],
    validateBasic: () => undefined,
    handle: grant,
  }),
  handler<AuthzKernel, cosmosAuthz.MsgRevoke>({
    typeUrl: `${PACKAGE}.MsgRevoke`,
    codec: cosmosAuthz.MsgRevoke,
    category: "normal",
    signers: (m) => [m.granter],
    validateBasic: () => undefined,
    handle: revoke,
  }),
  handler<AuthzKernel, cosmosAuthz.MsgExec>({
    typeUrl: `${PACKAGE}.MsgExec`,
    codec: cosmosAuthz.MsgExec,
    category: "nested",
    signers: (m) => [m.grantee],
    validateBasic: () => undefined,
    handle: exec,
  }),
];
