import type { EngineKernel } from "./kernel.js";
import type { QueryResult } from "./queries.js";

/** Answers one gRPC method from the state that the current view shows. */
export type QueryHandler = (k: EngineKernel, request: Uint8Array) => QueryResult;

/** Every query the chain answers, by `/package.Query/Method`. */
export const queryHandlers: ReadonlyMap<string, QueryHandler> = new Map<string, QueryHandler>([]);
