import type { Kernel } from "./kernel.js";

/** A Cosmos (ABCI) event: all attributes are indexed. */
export interface AbciEvent {
  readonly type: string;
  readonly attributes: ReadonlyArray<readonly [key: string, value: string]>;
}

/** Appends a Cosmos event to the transaction or hook in execution. */
export function emit(
  k: Kernel,
  type: string,
  attributes: ReadonlyArray<readonly [key: string, value: string]>,
): void {
  k.abciEvents.push({ type, attributes });
}
