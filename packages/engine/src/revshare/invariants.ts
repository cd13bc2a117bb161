import { assert, ONE_MILLION } from "../math/index.js";
import { marketIds } from "../prices/index.js";
import { promisedSharePpm } from "./safety.js";
import type { RevshareKernel } from "./state.js";

/** Promised shares leave something of the net fees; every oracle market has its record. */
export function checkInvariants(k: RevshareKernel): void {
  const promised = promisedSharePpm(k);
  assert(promised < ONE_MILLION, `${promised} ppm of net fees are promised`);
  for (const id of marketIds(k)) {
    const known = k.revshare.marketExpirations.has(String(id));
    assert(known, `market ${id} has no revenue share record`);
  }
}
