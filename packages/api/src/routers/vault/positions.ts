import { megavaultPositionsResponse } from "../../schemas/vault.js";
import { getMegavaultPositions } from "../../services/vault/getMegavaultPositions.js";
import { publicProcedure } from "../../trpc.js";

/** Positions of every vault. */
export const positions = publicProcedure
  .output(megavaultPositionsResponse)
  .query(({ ctx }) => getMegavaultPositions(ctx.deps));
