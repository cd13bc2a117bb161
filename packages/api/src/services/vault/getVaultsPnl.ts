import { subaccountUuid } from "@perpetua/protocol";
import { Decimal } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import type { PnlTick } from "../../schemas/pnl.js";
import type { VaultPnlInput, VaultsPnlResponse } from "../../schemas/vault.js";
import { readVaults } from "./getMegavaultPositions.js";
import {
  currentEquities,
  newestOf,
  readVaultTicks,
  rebase,
  syntheticTick,
  toTick,
} from "./vaultTicks.js";

/** GET /vault/v1/vaults/historicalPnl (api.md §1.25): vaults without ticks have no entry. */
export async function getVaultsPnl(
  deps: Pick<ApiDeps, "db" | "clock">,
  input: VaultPnlInput,
): Promise<VaultsPnlResponse> {
  const [vaults, listed, hourly] = await Promise.all([
    readVaults(deps.db),
    readVaultTicks(deps, input.resolution),
    readVaultTicks(deps, "hour"),
  ]);
  if (listed.length === 0) return { vaultsPnl: [] };
  const ticks = rebase(listed);
  const newestHourly = rebase(hourly);
  const { block, equities } = await currentEquities(deps, vaults);
  const vaultsPnl = vaults.flatMap((vault) => {
    const id = subaccountUuid(vault.address, 0);
    const own = ticks.filter((tick) => tick.subaccountId === id);
    if (own.length === 0) return [];
    const history: PnlTick[] = own.map(toTick);
    const newest =
      newestOf(newestHourly.filter((tick) => tick.subaccountId === id)) ?? newestOf(own);
    if (newest !== undefined && block !== undefined) {
      history.push(syntheticTick(newest, equities.get(id) ?? Decimal.ZERO, block));
    }
    return [{ ticker: vault.ticker, historicalPnl: history }];
  });
  return { vaultsPnl };
}
