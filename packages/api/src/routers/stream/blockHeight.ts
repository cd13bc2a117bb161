import { streamBlockHeightInput } from "../../schemas/stream.js";
import { feed } from "../../stream/feed.js";
import { blockHeightSource } from "../../stream/sources.js";
import { publicProcedure } from "../../trpc.js";

/** Every new block. */
export const blockHeight = publicProcedure
  .input(streamBlockHeightInput)
  .subscription(async function* ({ ctx, input, signal }) {
    const source = blockHeightSource(ctx.deps);
    yield* feed(ctx.deps.hub, [source], { lastEventId: input?.lastEventId, signal });
  });
