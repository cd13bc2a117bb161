import type { ApiDeps } from "@perpetua/api";
import type { Logger } from "@perpetua/telemetry";
import Fastify, { type FastifyInstance } from "fastify";
import { AnswerCache } from "./http/answerCache.js";
import { addBodyParsers } from "./http/bodies.js";
import { addErrorHandlers, sendUnreadable } from "./http/errors.js";
import { handlerOf } from "./http/handleRoute.js";
import { addHooks } from "./http/hooks.js";
import { parseQuery } from "./http/queryString.js";
import type { RateLimiter } from "./http/rateLimiter.js";
import { DOCS_PAGE } from "./openapi/docsPage.js";
import { openapiDocument } from "./openapi/document.js";
import { restRoutes, testOnlyRoutes } from "./routes/index.js";
import { addTrpc } from "./trpcPlugin.js";

const KEEP_ALIVE_MS = 61_000;
const HEADER_TIMEOUT_MS = 65_000;
const BODY_LIMIT_BYTES = 100 * 1024;
/** A batched tRPC call lists its procedures in the path. */
const MAX_PARAM_LENGTH = 5_000;

export interface ComlinkOptions {
  readonly deps: ApiDeps;
  readonly limiter: RateLimiter;
  readonly logger: Logger;
  readonly origin?: string;
  /** False makes every question be answered from the stores. */
  readonly reuseAnswers?: boolean;
  readonly onAnswered?: (route: string, status: number, seconds: number) => void;
}

/** Builds the HTTP server of REST, tRPC and documents; the caller makes it listen. */
export async function createComlink(options: ComlinkOptions): Promise<FastifyInstance> {
  const { deps, limiter, logger, origin = "*", reuseAnswers = true } = options;
  const app = Fastify({
    keepAliveTimeout: KEEP_ALIVE_MS,
    bodyLimit: BODY_LIMIT_BYTES,
    frameworkErrors: (error, request, reply) => sendUnreadable(error, request, reply, origin),
    forceCloseConnections: true,
    routerOptions: {
      caseSensitive: false,
      ignoreTrailingSlash: true,
      maxParamLength: MAX_PARAM_LENGTH,
      querystringParser: parseQuery,
    },
  });
  app.server.headersTimeout = HEADER_TIMEOUT_MS;
  addHooks(app, { origin, onAnswered: options.onAnswered ?? (() => undefined) });
  addErrorHandlers(app, logger);
  addBodyParsers(app);

  const routes = deps.settings.testEndpoints ? [...restRoutes, ...testOnlyRoutes] : restRoutes;
  const host = { deps, limiter, cache: new AnswerCache() };
  for (const route of routes) {
    const served = reuseAnswers ? route : { ...route, reuseMs: 0 };
    app.route({ method: route.method, url: route.path, handler: handlerOf(host, served) });
  }

  const document = JSON.stringify(openapiDocument(routes));
  app.get("/health", async () => ({ ok: true }));
  app.get("/openapi.json", async (_request, reply) =>
    reply.header("content-type", "application/json; charset=utf-8").send(document),
  );
  app.get("/docs", async (_request, reply) =>
    reply.type("text/html; charset=utf-8").send(DOCS_PAGE),
  );
  await addTrpc(app, deps, logger);
  return app;
}
