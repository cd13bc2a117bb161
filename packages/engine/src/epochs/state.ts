import { type Kernel, recordCodec, type StateRegistry, type Store } from "../state/index.js";

/** app.md part 8; times in unix seconds. */
export interface EpochInfo {
  readonly name: string;
  readonly nextTick: number;
  readonly duration: number;
  readonly currentEpoch: number;
  readonly currentEpochStartBlock: number;
  readonly isInitialized: boolean;
  readonly fastForwardNextTick: boolean;
}

export interface EpochsState {
  readonly infos: Store<EpochInfo>;
}

export type EpochsKernel = Kernel & { readonly epochs: EpochsState };

export function createEpochsState(registry: StateRegistry): EpochsState {
  return { infos: registry.store("epochs/infos", recordCodec<EpochInfo>()) };
}
