import { streamTradesInput } from "../../schemas/stream.js";
import { feed } from "../../stream/feed.js";
import { tradesSource } from "../../stream/sources.js";
import { publicProcedure } from "../../trpc.js";

/** Trades of a market as they happen. */
export const trades = publicProcedure.input(streamTradesInput).subscription(async function* ({
  ctx,
  input,
  signal,
}) {
  const source = await tradesSource(ctx.deps, input);
  yield* feed(ctx.deps.hub, [source], { lastEventId: input.lastEventId, signal });
});
