import { cosmosAuth } from "@perpetua/protocol";
import { handler, type MessageHandler, reject } from "../state/index.js";
import { authorityRejection } from "./addresses.js";
import type { AuthKernel } from "./state.js";

const EMPTY = new Uint8Array();
const MAX = 1_000_000_000n;

/** MsgUpdateParams of auth: every limit is positive. */
export const authMessages: MessageHandler<AuthKernel, unknown>[] = [
  handler<AuthKernel, cosmosAuth.MsgUpdateParams>({
    typeUrl: "/cosmos.auth.v1beta1.MsgUpdateParams",
    codec: cosmosAuth.MsgUpdateParams,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic: () => undefined,
    handle: (k, m) => {
      const refused = authorityRejection(m.authority);
      if (refused !== undefined) return refused;
      const p = m.params ?? cosmosAuth.Params.fromPartial({});
      const limits = [
        p.maxMemoCharacters,
        p.txSigLimit,
        p.txSizeCostPerByte,
        p.sigVerifyCostSecp256k1,
      ];
      if (limits.some((limit) => limit <= 0n || limit > MAX)) {
        return reject("undefined", 1, "invalid auth parameters");
      }
      k.auth.params.set({
        maxMemoCharacters: Number(p.maxMemoCharacters),
        txSigLimit: Number(p.txSigLimit),
        txSizeCostPerByte: Number(p.txSizeCostPerByte),
        sigVerifyCostSecp256k1: Number(p.sigVerifyCostSecp256k1),
      });
      return EMPTY;
    },
  }),
];
