import type { ApiDeps, SqlReader } from "../../deps.js";
import type { MegavaultPositionsResponse } from "../../schemas/vault.js";
import { collateral, toAssetPositions, toPerpetualPosition } from "../subaccounts/derive.js";
import { type AccountRow, readAccounts } from "../subaccounts/readAccounts.js";

/** A market's vault. */
export interface VaultRow {
  readonly address: string;
  readonly clobPairId: string;
  readonly ticker: string;
  readonly createdAt: Date | string;
}

/** All vaults, by ticker. */
export function readVaults(db: SqlReader): Promise<VaultRow[]> {
  return db.query<VaultRow>(
    `SELECT v.address, v."clobPairId"::text AS "clobPairId", pm.ticker, v."createdAt"
     FROM vaults v JOIN perpetual_markets pm ON pm."clobPairId" = v."clobPairId"
     ORDER BY pm.ticker`,
  );
}

function toVaultPosition(vault: VaultRow, account: AccountRow | undefined) {
  if (account === undefined) return { ticker: vault.ticker, equity: "0" };
  const position = account.positions.find((row) => row.ticker === vault.ticker);
  const usdc = toAssetPositions(account).find((held) => held.symbol === "USDC");
  return {
    ticker: vault.ticker,
    ...(usdc === undefined ? {} : { assetPosition: usdc }),
    ...(position === undefined ? {} : { perpetualPosition: toPerpetualPosition(position) }),
    equity: collateral(account).equity.toString(),
  };
}

/** GET /vault/v1/megavault/positions (api.md §1.25): one entry per market vault. */
export async function getMegavaultPositions(
  deps: Pick<ApiDeps, "db">,
): Promise<MegavaultPositionsResponse> {
  const vaults = await readVaults(deps.db);
  const accounts = await Promise.all(
    vaults.map((vault) => readAccounts(deps.db, { address: vault.address, subaccountNumber: 0 })),
  );
  return { positions: vaults.map((vault, index) => toVaultPosition(vault, accounts[index]?.[0])) };
}
