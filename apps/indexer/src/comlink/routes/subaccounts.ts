import { schemas as s, services } from "@perpetua/api";
import { CacheControl, route } from "../http/route.js";

const account = {
  bucket: "get",
  compliance: true,
  cacheControl: CacheControl.second,
} as const;

/** Subaccounts and positions (api.md §1.1–1.5). */
export const subaccountRoutes = [
  route({
    method: "GET",
    path: "/v4/addresses/:address",
    summary: "All subaccounts of an address",
    input: s.addressInput,
    output: s.addressResponse,
    ...account,
    handle: services.getAddress,
  }),
  route({
    method: "GET",
    path: "/v4/addresses/:address/subaccountNumber/:subaccountNumber",
    summary: "One subaccount",
    input: s.subaccountInput,
    output: s.subaccountResponse,
    ...account,
    handle: services.getSubaccount,
  }),
  route({
    method: "GET",
    path: "/v4/addresses/:address/parentSubaccountNumber/:parentSubaccountNumber",
    summary: "Parent subaccount with children",
    input: s.parentSubaccountInput,
    output: s.parentSubaccountResponse,
    ...account,
    handle: services.getParentSubaccount,
  }),
  route({
    method: "GET",
    path: "/v4/assetPositions",
    summary: "Asset positions",
    input: s.subaccountInput,
    output: s.assetPositionsResponse,
    ...account,
    handle: services.getAssetPositions,
  }),
  route({
    method: "GET",
    path: "/v4/assetPositions/parentSubaccountNumber",
    summary: "Asset positions of all children",
    input: s.parentSubaccountInput,
    output: s.assetPositionsResponse,
    ...account,
    handle: services.getParentAssetPositions,
  }),
  route({
    method: "GET",
    path: "/v4/perpetualPositions",
    summary: "Perpetual positions",
    input: s.perpetualPositionsInput,
    output: s.perpetualPositionsResponse,
    ...account,
    handle: services.getPerpetualPositions,
  }),
  route({
    method: "GET",
    path: "/v4/perpetualPositions/parentSubaccountNumber",
    summary: "Perpetual positions of all children",
    input: s.parentPerpetualPositionsInput,
    output: s.perpetualPositionsResponse,
    ...account,
    handle: services.getParentPerpetualPositions,
  }),
];
