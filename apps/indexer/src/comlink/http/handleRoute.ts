import { type ApiDeps, services } from "@perpetua/api";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type Answer, type AnswerCache, toAnswer } from "./answerCache.js";
import { callerOf } from "./caller.js";
import { matchesEtag } from "./etag.js";
import type { RateLimit, RateLimiter } from "./rateLimiter.js";
import type { AnyRoute, Caller } from "./route.js";
import { validate } from "./validate.js";

/** What every route handler needs. */
export interface RouteHost {
  readonly deps: ApiDeps;
  readonly limiter: RateLimiter;
  readonly cache: AnswerCache;
}

const JSON_TYPE = "application/json; charset=utf-8";

/** Sends a body with its tag; a matching `If-None-Match` gets 304 without one. */
export function sendAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  answer: Answer,
): FastifyReply {
  reply.header("etag", answer.etag);
  if (status === 200 && matchesEtag(request.headers["if-none-match"], answer.etag)) {
    return reply.code(304).send();
  }
  return reply.code(status).header("content-type", JSON_TYPE).send(answer.body);
}

function setLimitHeaders(reply: FastifyReply, limit: RateLimit, nowMs: number): void {
  reply.header("ratelimit-limit", limit.limit);
  reply.header("ratelimit-remaining", limit.remaining);
  // Q10: an instant in epoch milliseconds, and milliseconds to wait.
  reply.header("ratelimit-reset", nowMs + limit.msToReset);
  if (limit.isExceeded) reply.header("retry-after", limit.msToReset);
}

function asRecord(value: unknown): Record<string, unknown> {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return isRecord ? (value as Record<string, unknown>) : {};
}

async function computeAnswer(
  host: RouteHost,
  route: AnyRoute,
  request: FastifyRequest,
  caller: Caller,
): Promise<Answer> {
  const raw = {
    params: asRecord(request.params),
    query: asRecord(request.query),
    body: asRecord(request.body),
  };
  const input = await validate(route, raw, host.deps.markets);
  if (route.compliance === true) {
    const address = typeof input.address === "string" ? input.address : undefined;
    await services.assertAllowed(host.deps, { address, ...caller });
  }
  return toAnswer(await route.handle(host.deps, input as never, caller));
}

/** Rate limiter → Cache-Control → validation → compliance → handler (api.md §0.2). */
export function handlerOf(host: RouteHost, route: AnyRoute) {
  const { bucket, cacheControl, reuseMs = 0 } = route;
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const caller = callerOf(request.headers);
    const nowMs = Date.now();
    if (bucket !== undefined && caller.ip !== undefined) {
      const limit = await host.limiter.count(bucket, caller.ip);
      if (limit !== undefined) setLimitHeaders(reply, limit, nowMs);
      if (limit?.isExceeded === true) {
        const body = { errors: [{ msg: "Too many requests" }] };
        return sendAnswer(request, reply, 429, toAnswer(body));
      }
    }
    if (cacheControl !== undefined) reply.header("cache-control", cacheControl);
    if (reuseMs === 0) {
      return sendAnswer(request, reply, 200, await computeAnswer(host, route, request, caller));
    }
    let answer = host.cache.peek(request.url, nowMs);
    if (answer === undefined) {
      answer = computeAnswer(host, route, request, caller);
      host.cache.keep(request.url, nowMs + reuseMs, answer);
    }
    return sendAnswer(request, reply, 200, await answer);
  };
}
