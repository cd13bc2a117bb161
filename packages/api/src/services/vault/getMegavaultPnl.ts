import { Decimal } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import type { PnlTick } from "../../schemas/pnl.js";
import type { MegavaultPnlResponse, VaultPnlInput } from "../../schemas/vault.js";
import { readVaults, type VaultRow } from "./getMegavaultPositions.js";
import {
  currentEquities,
  MEGAVAULT_SUBACCOUNT,
  newestOf,
  readVaultTicks,
  rebase,
  syntheticTick,
  toTick,
  type VaultTick,
} from "./vaultTicks.js";

function sum(a: string, b: string): string {
  return Decimal.parse(a).add(Decimal.parse(b)).toString();
}

/** How many vaults existed when a tick was made. */
function vaultsAt(vaults: readonly VaultRow[], timeMs: number): number {
  return vaults.filter((vault) => new Date(vault.createdAt).getTime() <= timeMs).length;
}

/** Sums ticks per interval; an interval in which a vault did not report is dropped. */
function sumByInterval(
  ticks: readonly VaultTick[],
  vaults: readonly VaultRow[],
  resolution: VaultPnlInput["resolution"],
): PnlTick[] {
  const cut = resolution === "hour" ? 13 : 10;
  const groups = new Map<string, VaultTick[]>();
  for (const tick of ticks) {
    const interval = tick.blockTime.slice(0, cut);
    groups.set(interval, [...(groups.get(interval) ?? []), tick]);
  }
  return [...groups.values()].flatMap((group) => {
    const newest = newestOf(group);
    const reported = group.filter((tick) => tick.subaccountId !== MEGAVAULT_SUBACCOUNT).length;
    if (newest === undefined || reported < vaultsAt(vaults, Date.parse(newest.blockTime)))
      return [];
    const summed = group.slice(1).reduce(
      (total, tick) => ({
        ...toTick(newest),
        equity: sum(total.equity, tick.equity),
        totalPnl: sum(total.totalPnl, tick.totalPnl),
        netTransfers: sum(total.netTransfers, tick.netTransfers),
      }),
      toTick(group[0] ?? newest),
    );
    return [summed];
  });
}

/** GET /vault/v1/megavault/historicalPnl (api.md §1.25): oldest first, ending with now. */
export async function getMegavaultPnl(
  deps: Pick<ApiDeps, "db" | "clock">,
  input: VaultPnlInput,
): Promise<MegavaultPnlResponse> {
  const { resolution } = input;
  const [vaults, listed, hourly] = await Promise.all([
    readVaults(deps.db),
    readVaultTicks(deps, resolution),
    readVaultTicks(deps, "hour"),
  ]);
  const megavaultPnl = sumByInterval(rebase(listed), vaults, resolution);
  const newestHour = newestOf(sumByInterval(rebase(hourly), vaults, "hour"));
  const newest = newestHour ?? newestOf(megavaultPnl);
  if (newest === undefined) return { megavaultPnl };
  const { block, equities } = await currentEquities(deps, vaults);
  if (block !== undefined) {
    const equity = [...equities.values()].reduce((a, b) => a.add(b), Decimal.ZERO);
    megavaultPnl.push(syntheticTick(newest, equity, block));
  }
  return { megavaultPnl };
}
