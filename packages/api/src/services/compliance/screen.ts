import type { ApiDeps } from "../../deps.js";
import type {
  ComplianceScreenResponse,
  ScreenInput,
  ScreenResponse,
} from "../../schemas/compliance.js";
import { readStatus, writeStatus } from "./complianceStatus.js";
import { isRestricted } from "./screenAddress.js";

type Caller = { readonly ip: string | undefined };

/** GET /screen (api.md §1.20). */
export async function screen(
  deps: ApiDeps,
  input: ScreenInput,
  caller: Caller,
): Promise<ScreenResponse> {
  if (deps.settings.allowedAddresses.has(input.address)) return { restricted: false };
  const restricted = await isRestricted(deps, input.address, caller.ip);
  return restricted ? { restricted, reason: "COMPLIANCE_PROVIDER" } : { restricted };
}

/** GET /compliance/screen/:address: always 200 for valid input, never 403. */
export async function complianceScreen(
  deps: ApiDeps,
  input: ScreenInput,
  caller: Caller,
): Promise<ComplianceScreenResponse> {
  const { address } = input;
  if (deps.settings.allowedAddresses.has(address)) return { status: "COMPLIANT" };
  const restricted = await isRestricted(deps, address, caller.ip);
  if (!address.startsWith("dydx")) {
    return restricted
      ? { status: "BLOCKED", reason: "COMPLIANCE_PROVIDER" }
      : { status: "COMPLIANT" };
  }
  const record = await readStatus(deps.db, address);
  if (!restricted) return record ?? { status: "COMPLIANT" };
  if (record === undefined) return writeStatus(deps, address, "BLOCKED", "COMPLIANCE_PROVIDER");
  if (record.status === "CLOSE_ONLY" || record.status === "BLOCKED") return record;
  return writeStatus(deps, address, "CLOSE_ONLY", "COMPLIANCE_PROVIDER");
}
