import { megavaultPnlResponse, vaultPnlInput } from "../../schemas/vault.js";
import { getMegavaultPnl } from "../../services/vault/getMegavaultPnl.js";
import { publicProcedure } from "../../trpc.js";

/** PnL of the megavault, oldest first. */
export const megavaultPnl = publicProcedure
  .input(vaultPnlInput)
  .output(megavaultPnlResponse)
  .query(({ ctx, input }) => getMegavaultPnl(ctx.deps, input));
