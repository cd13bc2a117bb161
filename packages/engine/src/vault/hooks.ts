import { encodeSerializableInt, vault } from "@perpetua/protocol";
import { balanceOf, USDC_DENOM } from "../bank/index.js";
import { markVaultAddress, unmarkVaultAddress } from "../feetiers/index.js";
import { assert } from "../math/index.js";
import { depositToSubaccount } from "../sending/index.js";
import { emit, type GenesisJson } from "../state/index.js";
import { refreshAllVaults } from "./refresh.js";
import type { VaultKernel } from "./state.js";
import {
  DEACTIVATED,
  getVault,
  MEGAVAULT_ACCOUNT,
  upsertVault,
  vaultAccount,
  vaultEquity,
  vaultKey,
  vaultNumbers,
} from "./vaults.js";

/** Removes deactivated vaults that hold nothing. */
export function beginBlock(k: VaultKernel): void {
  for (const number of vaultNumbers(k)) {
    if (getVault(k, number)?.status !== DEACTIVATED || vaultEquity(k, number) > 0n) continue;
    unmarkVaultAddress(k, vaultAccount(number).owner);
    k.vault.vaults.delete(vaultKey(number));
    k.vault.recentClientIds.delete(vaultKey(number));
  }
}

/**
 * After clob and delaymsg: re-quotes all vaults, then sweeps coins sent to the megavault into its
 * account.
 */
export function endBlock(k: VaultKernel): void {
  refreshAllVaults(k);
  const swept = balanceOf(k, MEGAVAULT_ACCOUNT.owner, USDC_DENOM);
  if (swept <= 0n) return;
  const mark = k.registry.journal.mark();
  const refused = depositToSubaccount(k, MEGAVAULT_ACCOUNT.owner, MEGAVAULT_ACCOUNT, swept);
  if (refused !== undefined) {
    k.registry.journal.revert(mark);
    return;
  }
  emit(k, "sweep_to_megavault", [["swept_quote_quantums", String(swept)]]);
}

/** Reads `app_state.vault`. */
export function initGenesis(k: VaultKernel, json: GenesisJson): void {
  k.vault.totalShares.set(json.at("total_shares").at("num_shares").bigint());
  let owned = 0n;
  for (const entry of json.at("owner_shares").list()) {
    const shares = entry.at("shares").at("num_shares").bigint();
    k.vault.ownerShares.set(entry.at("owner").string(), shares);
    owned += shares;
  }
  assert(
    owned === (k.vault.totalShares.get() ?? 0n),
    "vault: total shares differ from the owners' sum",
  );
  k.vault.defaultQuotingParams.set(quotingParams(json.at("default_quoting_params")));
  for (const entry of json.at("all_owner_share_unlocks").list()) {
    const unlocks = entry
      .at("share_unlocks")
      .list()
      .map((u) => ({
        shares: u.at("shares").at("num_shares").bigint(),
        unlockBlockHeight: u.at("unlock_block_height").number(),
      }));
    k.vault.unlocks.set(entry.at("owner_address").string(), unlocks);
  }
  const operator = json.at("operator_params");
  k.vault.operator.set({
    operator: operator.at("operator").string(),
    metadata: {
      name: operator.at("metadata").at("name").string(),
      description: operator.at("metadata").at("description").string(),
    },
  });
  for (const entry of json.at("vaults").list()) initVault(k, entry);
}

function initVault(k: VaultKernel, json: GenesisJson): void {
  const number = json.at("vault_id").at("number").number();
  const own = json.at("vault_params").at("quoting_params");
  upsertVault(k, number, {
    status: json.at("vault_params").at("status").enumeration(vault.VaultStatus),
    quotingParams: own.present ? quotingParams(own) : undefined,
  });
  markVaultAddress(k, vaultAccount(number).owner);
  const ids = json
    .at("most_recent_client_ids")
    .list()
    .map((id) => id.number());
  if (ids.length > 0) k.vault.recentClientIds.set(vaultKey(number), ids);
}

function quotingParams(json: GenesisJson): vault.QuotingParams {
  return {
    layers: json.at("layers").number(),
    spreadMinPpm: json.at("spread_min_ppm").number(),
    spreadBufferPpm: json.at("spread_buffer_ppm").number(),
    skewFactorPpm: json.at("skew_factor_ppm").number(),
    orderSizePctPpm: json.at("order_size_pct_ppm").number(),
    orderExpirationSeconds: json.at("order_expiration_seconds").number(),
    activationThresholdQuoteQuantums: encodeSerializableInt(
      json.at("activation_threshold_quote_quantums").bigint(),
    ),
  };
}
