import { streamCandlesInput } from "../../schemas/stream.js";
import { feed } from "../../stream/feed.js";
import { candlesSource } from "../../stream/sources.js";
import { publicProcedure } from "../../trpc.js";

/** Candles of one market and resolution. */
export const candles = publicProcedure.input(streamCandlesInput).subscription(async function* ({
  ctx,
  input,
  signal,
}) {
  const source = await candlesSource(ctx.deps, input);
  yield* feed(ctx.deps.hub, [source], { lastEventId: input.lastEventId, signal });
});
