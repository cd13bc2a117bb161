import type { ApiDeps } from "../../deps.js";
import { notFound } from "../../errors.js";
import type { RegisterTokenInput } from "../../schemas/notifications.js";
import { assertKeplrSigned, assertSigned } from "../compliance/signatures.js";

/** POST /addresses/:address/registerToken (api.md §1.23). */
export async function registerToken(
  deps: Pick<ApiDeps, "primary" | "clock">,
  input: RegisterTokenInput,
): Promise<Record<string, never>> {
  if (input.walletIsKeplr) {
    assertKeplrSigned({ ...input, publicKey: input.pubKey });
  } else {
    assertSigned(deps, { ...input, action: "REGISTER_TOKEN", publicKey: input.pubKey });
  }
  const { address } = input;
  const wallets = await deps.primary.query(`SELECT 1 FROM wallets WHERE address = $1`, [address]);
  if (wallets.length === 0) throw notFound(`No wallet found with address: ${address}`);
  await deps.primary.query(
    `INSERT INTO firebase_notification_tokens (token, address, language, "updatedAt")
     VALUES ($1, $2, $3, $4::timestamptz)
     ON CONFLICT (token) DO UPDATE SET address = EXCLUDED.address, language = EXCLUDED.language,
       "updatedAt" = EXCLUDED."updatedAt"`,
    [input.token, address, input.language, new Date(deps.clock.nowMs()).toISOString()],
  );
  return {};
}

/** POST /addresses/:address/testNotification: the route exists outside production only. */
export function testNotification(): { message: string } {
  return { message: "Test notification sent successfully" };
}
