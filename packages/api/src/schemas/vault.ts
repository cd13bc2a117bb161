import { z } from "zod";
import { summedPnlTick } from "./pnl.js";
import { withRule } from "./rules.js";
import { dec, pnlInterval } from "./scalars.js";
import { assetPosition, perpetualPosition } from "./subaccounts.js";

export const vaultPnlInput = z.object({
  resolution: withRule(
    pnlInterval.default("day"),
    "string",
    `type must be one of ${["hour", "day"].join(",")}`,
  ),
});
export type VaultPnlInput = z.output<typeof vaultPnlInput>;
export const megavaultPnlResponse = z.object({ megavaultPnl: z.array(summedPnlTick) });
export type MegavaultPnlResponse = z.output<typeof megavaultPnlResponse>;
export const vaultsPnlResponse = z.object({
  vaultsPnl: z.array(z.object({ ticker: z.string(), historicalPnl: z.array(summedPnlTick) })),
});
export type VaultsPnlResponse = z.output<typeof vaultsPnlResponse>;
export const vaultPosition = z.object({
  ticker: z.string(),
  assetPosition: assetPosition.optional(),
  perpetualPosition: perpetualPosition.optional(),
  equity: dec,
});
export const megavaultPositionsResponse = z.object({ positions: z.array(vaultPosition) });
export type MegavaultPositionsResponse = z.output<typeof megavaultPositionsResponse>;
