import { encodeSerializableInt, listing as wire } from "@perpetua/protocol";
import { type Query, query } from "../query/index.js";
import { type ListingKernel, vaultDepositParams } from "./state.js";

const SERVICE = "/dydxprotocol.listing.Query";

/** app.md part 12. */
export const listingQueries: readonly Query<ListingKernel>[] = [
  query(
    `${SERVICE}/MarketsHardCap`,
    wire.QueryMarketsHardCap,
    wire.QueryMarketsHardCapResponse,
    (k) => ({ hardCap: k.listing.hardCap.get() ?? 0 }),
  ),
  query(
    `${SERVICE}/ListingVaultDepositParams`,
    wire.QueryListingVaultDepositParams,
    wire.QueryListingVaultDepositParamsResponse,
    (k) => {
      const { newVaultDeposit, mainVaultDeposit, blocksToLockShares } = vaultDepositParams(k);
      return {
        params: {
          newVaultDepositAmount: encodeSerializableInt(newVaultDeposit),
          mainVaultDepositAmount: encodeSerializableInt(mainVaultDeposit),
          numBlocksToLockShares: blocksToLockShares,
        },
      };
    },
  ),
];
