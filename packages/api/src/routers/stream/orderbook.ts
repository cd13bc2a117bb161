import { streamOrderbookInput } from "../../schemas/stream.js";
import { feed } from "../../stream/feed.js";
import { orderbookSource } from "../../stream/sources.js";
import { publicProcedure } from "../../trpc.js";

/** Order book of a market: snapshot, then one level per update. */
export const orderbook = publicProcedure.input(streamOrderbookInput).subscription(async function* ({
  ctx,
  input,
  signal,
}) {
  const source = await orderbookSource(ctx.deps, input.ticker);
  yield* feed(ctx.deps.hub, [source], { lastEventId: input.lastEventId, signal });
});
