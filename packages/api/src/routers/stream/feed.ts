import { streamFeedInput } from "../../schemas/stream.js";
import { feed } from "../../stream/feed.js";
import { feedSource } from "../../stream/feedSources.js";
import { publicProcedure } from "../../trpc.js";

/**
 * Many channels on one connection. A browser opens at most six connections to a host over HTTP/1.1,
 * so a page with an order book, trades, candles and an account should use this one.
 */
export const feedProcedure = publicProcedure.input(streamFeedInput).subscription(async function* ({
  ctx,
  input,
  signal,
}) {
  const sources = await Promise.all(input.channels.map((channel) => feedSource(ctx.deps, channel)));
  yield* feed(ctx.deps.hub, sources, { lastEventId: input.lastEventId, signal });
});
