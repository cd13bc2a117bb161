import { streamMarketsInput } from "../../schemas/stream.js";
import { feed } from "../../stream/feed.js";
import { marketsSource } from "../../stream/sources.js";
import { publicProcedure } from "../../trpc.js";

/** Changes of all markets and oracle prices. */
export const markets = publicProcedure.input(streamMarketsInput).subscription(async function* ({
  ctx,
  input,
  signal,
}) {
  const source = marketsSource(ctx.deps);
  yield* feed(ctx.deps.hub, [source], { lastEventId: input?.lastEventId, signal });
});
