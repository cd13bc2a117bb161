import type { ApiDeps } from "../../deps.js";
import { ApiError, badRequest } from "../../errors.js";
import type {
  GeoblockInput,
  GeoblockKeplrInput,
  GeoblockResponse,
  SetStatusInput,
  SetStatusResponse,
} from "../../schemas/compliance.js";
import { GEO_NOTICE, isGeoRestricted } from "./assertAllowed.js";
import { readStatus, writeStatus } from "./complianceStatus.js";
import { assertKeplrSigned, assertSigned } from "./signatures.js";

type Caller = { readonly geoStatus: string | undefined };

/** The check-in itself: action and survey values change nothing any more (api.md §1.20). */
async function checkIn(deps: ApiDeps, address: string, caller: Caller): Promise<GeoblockResponse> {
  if (deps.settings.allowedAddresses.has(address)) {
    return { status: "COMPLIANT", updatedAt: new Date(deps.clock.nowMs()).toISOString() };
  }
  if (isGeoRestricted(deps, caller)) {
    throw new ApiError(403, [{ code: "GEOBLOCKED", msg: GEO_NOTICE }]);
  }
  const record = await readStatus(deps.primary, address);
  return record ?? writeStatus(deps, address, "COMPLIANT", null);
}

/** Every failure of a signed POST other than 403 is a 400 with its message. */
async function asBadRequest<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw badRequest(error instanceof Error ? error.message : String(error));
  }
}

/** POST /compliance/geoblock. */
export function geoblock(
  deps: ApiDeps,
  input: GeoblockInput,
  caller: Caller,
): Promise<GeoblockResponse> {
  return asBadRequest(async () => {
    assertSigned(deps, { ...input, publicKey: input.pubkey });
    return checkIn(deps, input.address, caller);
  });
}

/** POST /compliance/geoblock-keplr. */
export function geoblockKeplr(
  deps: ApiDeps,
  input: GeoblockKeplrInput,
  caller: Caller,
): Promise<GeoblockResponse> {
  return asBadRequest(async () => {
    assertKeplrSigned({ ...input, publicKey: input.pubkey });
    return checkIn(deps, input.address, caller);
  });
}

/** POST /compliance/setStatus: test deployments only. */
export async function setStatus(deps: ApiDeps, input: SetStatusInput): Promise<SetStatusResponse> {
  const { status, reason } = await writeStatus(
    deps,
    input.address,
    input.status,
    input.reason ?? null,
  );
  return { status, reason };
}
