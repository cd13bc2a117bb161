import { cosmosQueries } from "./cosmos.js";
import type { QueryHandler } from "./define.js";
import { tradingQueries } from "./trading.js";

/** Every query the chain answers, by `/package.Query/Method`. */
export const queryHandlers: ReadonlyMap<string, QueryHandler> = new Map([
  ...cosmosQueries,
  ...tradingQueries,
]);
