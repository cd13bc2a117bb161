import { ANONYMOUS, type ApiContext, type ApiDeps, appRouter } from "@perpetua/api";
import type { Logger } from "@perpetua/telemetry";
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from "@trpc/server/adapters/fastify";
import type { FastifyInstance } from "fastify";
import { callerOf } from "./http/caller.js";

/** Serves the tRPC routers at /trpc: batches, and subscriptions as server-sent events. */
export async function addTrpc(app: FastifyInstance, deps: ApiDeps, logger: Logger): Promise<void> {
  const trpcOptions: FastifyTRPCPluginOptions<typeof appRouter>["trpcOptions"] = {
    router: appRouter,
    createContext: ({ req }): ApiContext => ({
      deps,
      // Sign-in will put the verified token's principal here.
      principal: ANONYMOUS,
      ...callerOf(req.headers),
    }),
    onError: ({ path, error }) => {
      if (error.code !== "INTERNAL_SERVER_ERROR") return;
      logger.error({ err: error, path }, "procedure failed");
    },
  };
  await app.register(fastifyTRPCPlugin, { prefix: "/trpc", trpcOptions });
}
