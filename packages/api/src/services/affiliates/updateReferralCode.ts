import { subaccountUuid } from "@perpetua/protocol";
import type { ApiDeps } from "../../deps.js";
import { badRequest } from "../../errors.js";
import type {
  ReferralCodeInput,
  ReferralCodeKeplrInput,
  ReferralCodeResponse,
} from "../../schemas/affiliates.js";
import { assertKeplrSigned, assertSigned } from "../compliance/signatures.js";

/** The referral code is the username of subaccount 0 (api.md §1.22). */
async function replaceCode(
  deps: Pick<ApiDeps, "primary">,
  address: string,
  newCode: string,
): Promise<ReferralCodeResponse> {
  const taken = await deps.primary.query(`SELECT 1 FROM subaccount_usernames WHERE username = $1`, [
    newCode,
  ]);
  if (taken.length > 0) throw badRequest("Referral code already exists");
  const updated = await deps.primary.query<{ username: string }>(
    `UPDATE subaccount_usernames SET username = $1 WHERE "subaccountId" = $2::uuid
     RETURNING username`,
    [newCode, subaccountUuid(address, 0)],
  );
  if (updated.length === 0) {
    throw badRequest("Referral code update not available yet - please try again later");
  }
  return { referralCode: newCode };
}

/** POST /affiliates/referralCode. */
export async function updateReferralCode(
  deps: Pick<ApiDeps, "primary" | "clock">,
  input: ReferralCodeInput,
): Promise<ReferralCodeResponse> {
  assertSigned(deps, {
    ...input,
    message: input.newCode,
    action: "UPDATE_CODE",
    publicKey: input.pubKey,
  });
  return replaceCode(deps, input.address, input.newCode);
}

/** POST /affiliates/referralCode-keplr. */
export async function updateReferralCodeKeplr(
  deps: Pick<ApiDeps, "primary">,
  input: ReferralCodeKeplrInput,
): Promise<ReferralCodeResponse> {
  assertKeplrSigned({ ...input, message: input.newCode, publicKey: input.pubKey });
  return replaceCode(deps, input.address, input.newCode);
}
