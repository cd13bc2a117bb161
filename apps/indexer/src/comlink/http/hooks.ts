import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

const ECHOED = ["geo-origin-country", "geo-origin-region", "geo-origin-status"] as const;
const METHODS = "GET,HEAD,PUT,PATCH,POST,DELETE";

/** Headers that do not depend on the answer. */
export function setCommonHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  origin: string,
): void {
  const { headers } = request;
  reply.header("access-control-allow-origin", origin);
  const given = headers["x-request-id"];
  reply.header("x-request-id", typeof given === "string" ? given : randomUUID());
  for (const name of ECHOED) {
    const value = headers[name];
    if (value !== undefined) reply.header(name, value);
  }
}

function answerPreflight(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("access-control-allow-methods", METHODS);
  const asked = request.headers["access-control-request-headers"];
  reply.header("vary", "Access-Control-Request-Headers");
  if (asked !== undefined) reply.header("access-control-allow-headers", asked);
  reply.code(200).header("content-length", 0).send();
}

export interface HookOptions {
  readonly origin: string;
  /** Called once per answered request. */
  readonly onAnswered: (route: string, status: number, seconds: number) => void;
}

/** Headers that every answer carries (api.md §0.2) and CORS preflights on any path (§2.4). */
export function addHooks(app: FastifyInstance, options: HookOptions): void {
  app.addHook("onRequest", (request, reply, done) => {
    setCommonHeaders(request, reply, options.origin);
    if (request.method === "OPTIONS") answerPreflight(request, reply);
    else done();
  });
  app.addHook("onSend", (_request, reply, payload, done) => {
    reply.header("x-response-time", reply.elapsedTime.toFixed(3));
    done(null, payload);
  });
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "unknown";
    options.onAnswered(route, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
}
