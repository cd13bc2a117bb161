import type { EngineKernel } from "./kernel.js";
import { type QueryHandler, queryHandlers } from "./queryTable.js";

/** A gRPC answer: status code (0 = OK, 5 = not found, 3 = invalid, 12 = unknown method) with the encoded response or a text. */
export interface QueryResult {
  readonly code: number;
  readonly value: Uint8Array;
  readonly message: string;
}

/** Answers `/package.Query/Method` from the state that the current view shows. */
export function runQuery(k: EngineKernel, path: string, request: Uint8Array): QueryResult {
  const handler: QueryHandler | undefined = queryHandlers.get(path);
  if (handler === undefined)
    return { code: 12, value: new Uint8Array(), message: "Not Implemented" };
  return handler(k, request);
}
