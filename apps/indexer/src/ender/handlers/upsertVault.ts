import type { EventOf } from "../decode/blockEvent.js";
import type { HandlerContext } from "./context.js";
import { vaultStatus } from "./names.js";

/** Inserts a vault; for a known one only status and update time are written (`writeBlock`). */
export function applyUpsertVault({ state }: HandlerContext, event: EventOf<"upsert_vault">): void {
  const { address, clobPairId, status } = event.payload;
  state.vaults.set(address, {
    address,
    clobPairId: BigInt(clobPairId),
    status: vaultStatus(status),
    createdAt: state.time,
    updatedAt: state.time,
  });
}
