import type { ApiDeps, SqlReader } from "../../deps.js";
import { ApiError, notFound } from "../../errors.js";
import type {
  AffiliateAddressResponse,
  AffiliateMetadataResponse,
  AffiliateVolumeResponse,
} from "../../schemas/affiliates.js";

/** Volume from which a wallet may refer others (api.md §1.22). */
const ELIGIBLE_VOLUME = 10_000;

async function walletVolume(db: SqlReader, address: string): Promise<number> {
  const [wallet] = await db.query<{ volume: string }>(
    `SELECT "totalVolume"::text AS volume FROM wallets WHERE address = $1`,
    [address],
  );
  if (wallet === undefined) throw notFound(`Wallet with address ${address} not found`);
  return Number(wallet.volume);
}

/** GET /affiliates/metadata: 500 while subaccount 0 has no username (recorded). */
export async function getAffiliateMetadata(
  deps: Pick<ApiDeps, "db">,
  input: { readonly address: string },
): Promise<AffiliateMetadataResponse> {
  const { db } = deps;
  const volume = await walletVolume(db, input.address);
  const [[name], [referred]] = await Promise.all([
    db.query<{ username: string }>(
      `SELECT u.username FROM subaccount_usernames u JOIN subaccounts s ON s.id = u."subaccountId"
       WHERE s.address = $1 AND s."subaccountNumber" = 0 LIMIT 1`,
      [input.address],
    ),
    db.query<{ found: number }>(
      `SELECT 1 AS found FROM affiliate_referred_users WHERE "affiliateAddress" = $1 LIMIT 1`,
      [input.address],
    ),
  ]);
  if (name === undefined) throw new ApiError(500, [{ msg: "Internal Server Error" }]);
  return {
    referralCode: name.username,
    isVolumeEligible: volume >= ELIGIBLE_VOLUME,
    isAffiliate: referred !== undefined,
  };
}

/** GET /affiliates/address: whose referral code it is. */
export async function getAffiliateAddress(
  deps: Pick<ApiDeps, "db">,
  input: { readonly referralCode: string },
): Promise<AffiliateAddressResponse> {
  const [owner] = await deps.db.query<AffiliateAddressResponse>(
    `SELECT s.address FROM subaccount_usernames u JOIN subaccounts s ON s.id = u."subaccountId"
     WHERE u.username = $1`,
    [input.referralCode],
  );
  if (owner === undefined) throw notFound(`Referral code ${input.referralCode} does not exist`);
  return owner;
}

/** GET /affiliates/total_volume: a missing address is a 500 as in the reference. */
export async function getAffiliateVolume(
  deps: Pick<ApiDeps, "db">,
  input: { readonly address?: string | undefined },
): Promise<AffiliateVolumeResponse> {
  if (input.address === undefined) throw new ApiError(500, [{ msg: "Internal Server Error" }]);
  return { totalVolume: await walletVolume(deps.db, input.address) };
}
