import { schemas as s, services } from "@perpetua/api";
import { BURST_MS, CacheControl, route } from "../http/route.js";

/** Height, time, screening and search (api.md §1.20, §1.24). */
export const systemRoutes = [
  route({
    method: "GET",
    path: "/v4/height",
    summary: "Latest block",
    input: s.emptyInput,
    output: s.heightResponse,
    bucket: "get",
    reuseMs: BURST_MS,
    handle: services.getHeight,
  }),
  route({
    method: "GET",
    path: "/v4/time",
    summary: "Server time",
    input: s.emptyInput,
    output: s.timeResponse,
    bucket: "get",
    cacheControl: CacheControl.never,
    handle: services.getTime,
  }),
  route({
    method: "GET",
    path: "/v4/screen",
    summary: "Address screening (v1)",
    input: s.screenInput,
    output: s.screenResponse,
    bucket: "get",
    handle: services.screen,
  }),
  route({
    method: "GET",
    path: "/v4/compliance/screen/:address",
    summary: "Address screening (v2)",
    input: s.complianceScreenInput,
    output: s.complianceScreenResponse,
    bucket: "get",
    handle: services.complianceScreen,
  }),
  route({
    method: "POST",
    path: "/v4/compliance/geoblock",
    summary: "Signed compliance check-in",
    input: s.geoblockInput,
    output: s.geoblockResponse,
    handle: services.geoblock,
  }),
  route({
    method: "POST",
    path: "/v4/compliance/geoblock-keplr",
    summary: "Same with an ADR-36 signature",
    input: s.geoblockKeplrInput,
    output: s.geoblockResponse,
    handle: services.geoblockKeplr,
  }),
  route({
    method: "GET",
    path: "/v4/trader/search",
    summary: "Find a trader",
    input: s.traderSearchInput,
    output: s.traderSearchResponse,
    bucket: "get",
    cacheControl: CacheControl.tenSeconds,
    handle: services.searchTrader,
  }),
];

/** Routes that only test deployments have. */
export const testRoutes = [
  route({
    method: "POST",
    path: "/v4/compliance/setStatus",
    summary: "Test deployments only",
    input: s.setStatusInput,
    output: s.setStatusResponse,
    handle: services.setStatus,
  }),
  route({
    method: "POST",
    path: "/v4/addresses/:address/testNotification",
    summary: "Non-production only",
    input: s.testNotificationInput,
    output: s.testNotificationResponse,
    bucket: "get",
    cacheControl: CacheControl.never,
    handle: services.testNotification,
  }),
];
