import { type ApiErrorEntry, schemas as s, services } from "@perpetua/api";
import { CacheControl, route } from "../http/route.js";

const account = {
  bucket: "fills",
  compliance: true,
  cacheControl: CacheControl.second,
} as const;

/** `market` and `marketType` go together (api.md §1.8). */
function marketCheck(raw: Readonly<Record<string, unknown>>): ApiErrorEntry[] {
  const hasMarket = raw.market !== undefined;
  const hasType = raw.marketType !== undefined;
  if (hasMarket === hasType) return [];
  return hasMarket
    ? [
        {
          msg: "marketType must be provided if market is provided",
          param: "marketType",
          location: "query",
        },
      ]
    : [
        {
          msg: "market must be provided if marketType is provided",
          param: "market",
          location: "query",
        },
      ];
}

/** Fills and the history computed from them (api.md §1.8, §1.9). */
export const fillRoutes = [
  route({
    method: "GET",
    path: "/v4/fills",
    summary: "Fills",
    input: s.fillsInput,
    output: s.fillsResponse,
    ...account,
    crossCheck: marketCheck,
    handle: services.getFills,
  }),
  route({
    method: "GET",
    path: "/v4/fills/parentSubaccountNumber",
    summary: "Fills of all children",
    input: s.parentFillsInput,
    output: s.fillsResponse,
    ...account,
    crossCheck: marketCheck,
    handle: services.getParentFills,
  }),
  route({
    method: "GET",
    path: "/v4/tradeHistory",
    summary: "Trade history computed from fills",
    input: s.tradeHistoryInput,
    output: s.tradeHistoryResponse,
    ...account,
    crossCheck: marketCheck,
    handle: services.getTradeHistory,
  }),
  route({
    method: "GET",
    path: "/v4/tradeHistory/parentSubaccountNumber",
    summary: "Trade history of all children",
    input: s.parentTradeHistoryInput,
    output: s.tradeHistoryResponse,
    ...account,
    crossCheck: marketCheck,
    handle: services.getParentTradeHistory,
  }),
];
