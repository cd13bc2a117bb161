import type { ApiDeps } from "../../deps.js";
import { ApiError } from "../../errors.js";
import { readStatus } from "./complianceStatus.js";

export const GEO_NOTICE =
  "You appear to be in, or to act from, a place where this exchange may not be used. " +
  "You can still withdraw your funds.";
export const ADDRESS_NOTICE =
  "This address may not be used with this exchange. You can still withdraw your funds.";

/** Who asks, as the proxy in front reports it. */
export interface ComplianceCaller {
  readonly address: string | undefined;
  readonly ip: string | undefined;
  readonly geoStatus: string | undefined;
}

/** A missing header counts as restricted (api.md §2.2). */
export function isGeoRestricted(
  deps: Pick<ApiDeps, "settings">,
  caller: { readonly geoStatus: string | undefined },
): boolean {
  return deps.settings.geoBlocking && caller.geoStatus !== "ok";
}

/** The compliance check of the account routes (api.md §2.2); throws the 403. */
export async function assertAllowed(
  deps: Pick<ApiDeps, "db" | "settings">,
  caller: ComplianceCaller,
): Promise<void> {
  const { internalIps, allowedAddresses } = deps.settings;
  if (caller.ip !== undefined && internalIps.has(caller.ip)) return;
  if (caller.address !== undefined && allowedAddresses.has(caller.address)) return;
  if (caller.address !== undefined) {
    const record = await readStatus(deps.db, caller.address);
    if (record?.status === "CLOSE_ONLY" || record?.status === "FIRST_STRIKE_CLOSE_ONLY") return;
    if (record?.status === "BLOCKED") {
      throw new ApiError(403, [{ code: "COMPLIANCE_BLOCKED", msg: ADDRESS_NOTICE }]);
    }
  }
  if (isGeoRestricted(deps, caller)) {
    throw new ApiError(403, [{ code: "GEOBLOCKED", msg: GEO_NOTICE }]);
  }
}
