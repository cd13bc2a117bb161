import { MEGAVAULT_ADDRESS, subaccountUuid } from "@perpetua/protocol";
import { Decimal } from "../../decimal.js";
import type { ApiDeps } from "../../deps.js";
import type { PnlTick } from "../../schemas/pnl.js";
import type { VaultPnlInput } from "../../schemas/vault.js";
import { iso } from "../sql.js";
import { collateral } from "../subaccounts/derive.js";
import { readAccounts } from "../subaccounts/readAccounts.js";
import { latestBlock } from "../system/latestBlock.js";
import type { VaultRow } from "./getMegavaultPositions.js";

/** A tick of a vault subaccount as its view lists it. */
export type VaultTick = PnlTick & { readonly subaccountId: string };

type Resolution = VaultPnlInput["resolution"];

const VIEWS = { hour: "vaults_hourly_pnl", day: "vaults_daily_pnl" } as const;
const WINDOW_MS = { hour: 72 * 3_600_000, day: 90 * 86_400_000 } as const;
/** No tick before this day is shown (api.md §1.25). */
const EARLIEST_MS = Date.UTC(2024, 0, 1);

export const MEGAVAULT_SUBACCOUNT = subaccountUuid(MEGAVAULT_ADDRESS, 0);

const TICK_COLUMNS = `"subaccountId"::text AS "subaccountId", equity::text AS equity,
  "totalPnl"::text AS "totalPnl", "netTransfers"::text AS "netTransfers",
  ${iso('"createdAt"')} AS "createdAt", "blockHeight"::text AS "blockHeight",
  ${iso('"blockTime"')} AS "blockTime"`;

/** Ticks of the window, oldest first. */
export function readVaultTicks(
  deps: Pick<ApiDeps, "db" | "clock">,
  resolution: Resolution,
): Promise<VaultTick[]> {
  const sinceMs = Math.max(deps.clock.nowMs() - WINDOW_MS[resolution], EARLIEST_MS);
  return deps.db.query<VaultTick>(
    `SELECT ${TICK_COLUMNS} FROM ${VIEWS[resolution]} v
     WHERE v."blockTime" >= $1::timestamptz ORDER BY v."blockTime", v."subaccountId"`,
    [new Date(sinceMs).toISOString()],
  );
}

/** Subtracts each subaccount's first total, so that every series starts at 0. */
export function rebase(ticks: readonly VaultTick[]): VaultTick[] {
  const first = new Map<string, Decimal>();
  return ticks.map((tick) => {
    const total = Decimal.parse(tick.totalPnl);
    const start = first.get(tick.subaccountId) ?? total;
    first.set(tick.subaccountId, start);
    return { ...tick, totalPnl: total.sub(start).toString() };
  });
}

/** Equity of the vaults now, by subaccount id, and the block that "now" is. */
export async function currentEquities(deps: Pick<ApiDeps, "db">, vaults: readonly VaultRow[]) {
  const addresses = [...vaults.map((vault) => vault.address), MEGAVAULT_ADDRESS];
  const [block, ...accounts] = await Promise.all([
    latestBlock(deps.db),
    ...addresses.map((address) => readAccounts(deps.db, { address, subaccountNumber: 0 })),
  ]);
  const equities = new Map<string, Decimal>();
  for (const account of accounts.flat()) equities.set(account.id, collateral(account).equity);
  return { block, equities };
}

/** A tick of this moment: current equity, totals of the newest known tick. */
export function syntheticTick(
  newest: Pick<PnlTick, "totalPnl" | "netTransfers">,
  equity: Decimal,
  block: { readonly height: string; readonly time: string },
): PnlTick {
  return {
    equity: equity.toString(),
    totalPnl: newest.totalPnl,
    netTransfers: newest.netTransfers,
    createdAt: block.time,
    blockHeight: block.height,
    blockTime: block.time,
  };
}

/** Newest element of a list that is oldest first. */
export function newestOf<T>(list: readonly T[]): T | undefined {
  return list[list.length - 1];
}

export function toTick(tick: VaultTick): PnlTick {
  const { subaccountId: _, ...rest } = tick;
  return rest;
}
