import type { QueryResult } from "../../query/index.js";
import type { EngineKernel } from "../kernel.js";
import { queryHandlers } from "./queryTable.js";

/**
 * Answers `/package.Query/Method` from the state that the current view shows; 12 = unknown method.
 */
export function runQuery(k: EngineKernel, path: string, request: Uint8Array): QueryResult {
  const handler = queryHandlers.get(path);
  if (handler === undefined)
    return { code: 12, value: new Uint8Array(), message: "Not Implemented" };
  return handler(k, request);
}
