import { vaultPnlInput, vaultsPnlResponse } from "../../schemas/vault.js";
import { getVaultsPnl } from "../../services/vault/getVaultsPnl.js";
import { publicProcedure } from "../../trpc.js";

/** PnL per vault, oldest first. */
export const vaultsPnl = publicProcedure
  .input(vaultPnlInput)
  .output(vaultsPnlResponse)
  .query(({ ctx, input }) => getVaultsPnl(ctx.deps, input));
