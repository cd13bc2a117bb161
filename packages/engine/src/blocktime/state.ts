import {
  type BlockHeader,
  type Item,
  type Kernel,
  recordCodec,
  type StateRegistry,
} from "../state/index.js";

/** A block's place in time: height, unix seconds, nanoseconds. */
export interface BlockInfo {
  readonly height: number;
  readonly seconds: number;
  readonly nanos: number;
}

export interface DowntimeInfo {
  readonly durationNs: bigint;
  readonly block: BlockInfo;
}

export interface BlocktimeState {
  readonly durationsNs: Item<readonly bigint[]>;
  readonly downtimes: Item<readonly DowntimeInfo[]>;
  readonly previousBlock: Item<BlockInfo>;
  readonly nextBlockDelayNs: Item<bigint>;
}

export type BlocktimeKernel = Kernel & { readonly blocktime: BlocktimeState };

export function createBlocktimeState(registry: StateRegistry): BlocktimeState {
  return {
    durationsNs: registry.item("blocktime/durations", recordCodec<readonly bigint[]>()),
    downtimes: registry.item("blocktime/downtimes", recordCodec<readonly DowntimeInfo[]>()),
    previousBlock: registry.item("blocktime/previousBlock", recordCodec<BlockInfo>()),
    nextBlockDelayNs: registry.item("blocktime/nextBlockDelay", recordCodec<bigint>()),
  };
}

export function blockInfoOf(header: BlockHeader): BlockInfo {
  return { height: header.height, seconds: header.seconds, nanos: header.nanos };
}

/** Nanoseconds since the Unix epoch. */
export function timeNs(b: { readonly seconds: number; readonly nanos: number }): bigint {
  return BigInt(b.seconds) * 1_000_000_000n + BigInt(b.nanos);
}
