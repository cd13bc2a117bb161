import { listing } from "@perpetua/protocol";
import { GOV_ADDRESS } from "../auth/index.js";
import {
  type GenesisJson,
  handler,
  type MessageHandler,
  type Rejection,
  reject,
} from "../state/index.js";
import { upgradeIsolatedToCross, validateSubaccountId } from "../subaccounts/index.js";
import { intOf } from "../vault/index.js";
import { createMarketPermissionless } from "./createMarket.js";
import { type ListingKernel, listingRejection, type VaultDepositParams } from "./state.js";

const EMPTY = new Uint8Array();
const UNSET = { owner: "", number: 0 };

/** Gov only, unlike most modules (app.md §1.4). */
function govRejection(authority: string): Rejection | undefined {
  if (authority === GOV_ADDRESS) return undefined;
  const text = "expected gov account as only signer for proposal message";
  return reject("gov", 13, `invalid authority ${authority}: ${text}`);
}

function admin<M extends { authority: string }>(
  name: string,
  codec: { decode(bytes: Uint8Array): M },
  validateBasic: (m: M) => Rejection | undefined,
  handle: (k: ListingKernel, m: M) => Rejection | undefined,
): MessageHandler<ListingKernel, unknown> {
  return handler<ListingKernel, M>({
    typeUrl: `/dydxprotocol.listing.${name}`,
    codec,
    category: "internal",
    signers: (m) => [m.authority],
    validateBasic,
    handle: (k, m) => govRejection(m.authority) ?? validateBasic(m) ?? handle(k, m) ?? EMPTY,
  });
}

function readParams(params: listing.ListingVaultDepositParams | undefined): VaultDepositParams {
  return {
    newVaultDeposit: intOf(params?.newVaultDepositAmount),
    mainVaultDeposit: intOf(params?.mainVaultDepositAmount),
    blocksToLockShares: params?.numBlocksToLockShares ?? 0,
  };
}

function validateParams(params: VaultDepositParams): Rejection | undefined {
  if (params.newVaultDeposit <= 0n || params.mainVaultDeposit < 0n) return listingRejection(4);
  return params.blocksToLockShares > 0 ? undefined : listingRejection(5);
}

export const listingMessages: MessageHandler<ListingKernel, unknown>[] = [
  handler<ListingKernel, listing.MsgCreateMarketPermissionless>({
    typeUrl: "/dydxprotocol.listing.MsgCreateMarketPermissionless",
    codec: listing.MsgCreateMarketPermissionless,
    category: "normal",
    signers: (m) => [m.subaccountId?.owner ?? ""],
    validateBasic: (m) => validateSubaccountId(m.subaccountId ?? UNSET),
    handle: (k, m) => createMarketPermissionless(k, m.ticker, m.subaccountId ?? UNSET) ?? EMPTY,
  }),
  admin(
    "MsgSetMarketsHardCap",
    listing.MsgSetMarketsHardCap,
    () => undefined,
    (k, m) => {
      k.listing.hardCap.set(m.hardCapForMarkets);
      return undefined;
    },
  ),
  admin(
    "MsgSetListingVaultDepositParams",
    listing.MsgSetListingVaultDepositParams,
    (m) => validateParams(readParams(m.params)),
    (k, m) => {
      k.listing.vaultDeposit.set(readParams(m.params));
      return undefined;
    },
  ),
  admin(
    "MsgUpgradeIsolatedPerpetualToCross",
    listing.MsgUpgradeIsolatedPerpetualToCross,
    () => undefined,
    (k, m) => upgradeIsolatedToCross(k, m.perpetualId),
  ),
];

/** Reads `app_state.listing`. */
export function initGenesis(k: ListingKernel, json: GenesisJson): void {
  k.listing.hardCap.set(json.at("hard_cap_for_markets").number(500));
  const params = json.at("listing_vault_deposit_params");
  k.listing.vaultDeposit.set({
    newVaultDeposit: params.at("new_vault_deposit_amount").bigint(10_000_000_000n),
    mainVaultDeposit: params.at("main_vault_deposit_amount").bigint(),
    blocksToLockShares: params.at("num_blocks_to_lock_shares").number(2_592_000),
  });
}
