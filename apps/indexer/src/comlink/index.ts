/**
 * Comlink: REST `/v4`, tRPC at `/trpc`, `/openapi.json` and `/docs` on one port. Holds no state but
 * short-lived copies of answers and the ring of live messages, so any number of processes may run.
 * All answers come from the services of `@perpetua/api`.
 */
export { type ApiDepsOptions, createApiDeps } from "./apiDeps.js";
export { type ComlinkOptions, createComlink } from "./createComlink.js";
export { createRateLimiter, type RateLimiter } from "./http/rateLimiter.js";
export { openapiDocument } from "./openapi/document.js";
export { restRoutes, testOnlyRoutes } from "./routes/index.js";
