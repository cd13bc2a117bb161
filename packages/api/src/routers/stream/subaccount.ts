import { streamSubaccountInput } from "../../schemas/stream.js";
import { feed } from "../../stream/feed.js";
import { subaccountSource } from "../../stream/sources.js";
import { publicProcedure } from "../../trpc.js";

/** Orders, fills, positions, balances and transfers of a subaccount. */
export const subaccount = publicProcedure
  .input(streamSubaccountInput)
  .subscription(async function* ({ ctx, input, signal }) {
    const source = subaccountSource(ctx.deps, input);
    yield* feed(ctx.deps.hub, [source], { lastEventId: input.lastEventId, signal });
  });
