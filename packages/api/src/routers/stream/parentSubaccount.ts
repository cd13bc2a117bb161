import { streamParentSubaccountInput } from "../../schemas/stream.js";
import { feed } from "../../stream/feed.js";
import { parentSubaccountSource } from "../../stream/sources.js";
import { publicProcedure } from "../../trpc.js";

/** The same for a parent and all its children. */
export const parentSubaccount = publicProcedure
  .input(streamParentSubaccountInput)
  .subscription(async function* ({ ctx, input, signal }) {
    const source = parentSubaccountSource(ctx.deps, input);
    yield* feed(ctx.deps.hub, [source], { lastEventId: input.lastEventId, signal });
  });
