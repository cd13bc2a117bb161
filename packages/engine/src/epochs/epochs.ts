import { must } from "../math/index.js";
import { emit, type GenesisJson } from "../state/index.js";
import type { EpochInfo, EpochsKernel } from "./state.js";

export const FUNDING_SAMPLE = "funding-sample";
export const FUNDING_TICK = "funding-tick";
export const STATS_EPOCH = "stats-epoch";

/** Reads `app_state.epochs`. */
export function initGenesis(k: EpochsKernel, json: GenesisJson): void {
  for (const e of json.at("epoch_info_list").list()) {
    const name = e.at("name").string();
    k.epochs.infos.set(name, {
      name,
      nextTick: e.at("next_tick").number(),
      duration: e.at("duration").number(),
      currentEpoch: e.at("current_epoch").number(),
      currentEpochStartBlock: e.at("current_epoch_start_block").number(),
      isInitialized: e.at("is_initialized").boolean(),
      fastForwardNextTick: e.at("fast_forward_next_tick").boolean(),
    });
  }
}

/** Ticks every epoch at most once per block, in name order (risk.md §0.7). */
export function beginBlock(k: EpochsKernel): void {
  for (const [name, info] of k.epochs.infos.entries()) {
    const initialised = initialise(k, info);
    const next = tick(k, initialised);
    if (next !== info) k.epochs.infos.set(name, next);
  }
}

function initialise(k: EpochsKernel, info: EpochInfo): EpochInfo {
  const now = k.header.seconds;
  if (info.isInitialized || k.header.height < 2 || now < info.nextTick) return info;
  if (!info.fastForwardNextTick) return { ...info, isInitialized: true };
  const skipped = Math.floor((now - info.nextTick) / info.duration) + 1;
  return { ...info, isInitialized: true, nextTick: info.nextTick + info.duration * skipped };
}

function tick(k: EpochsKernel, info: EpochInfo): EpochInfo {
  if (!info.isInitialized || k.header.seconds < info.nextTick) return info;
  const next = {
    ...info,
    nextTick: info.nextTick + info.duration,
    currentEpoch: info.currentEpoch + 1,
    currentEpochStartBlock: k.header.height,
  };
  emit(k, "new_epoch", [
    ["epoch_info_name", info.name],
    ["epoch_number", String(next.currentEpoch)],
    ["epoch_start_tick_time", String(info.nextTick)],
    ["epoch_start_block_time", String(k.header.seconds)],
    ["epoch_start_block", String(k.header.height)],
  ]);
  return next;
}

/** The epoch `name`; the three epochs of the protocol always exist. */
export function epochInfo(k: EpochsKernel, name: string): EpochInfo {
  return must(k.epochs.infos.get(name), `epoch ${name} is not in genesis`);
}

/** Whether a new epoch of `name` began in the block in execution. */
export function isEpochStart(k: EpochsKernel, name: string): boolean {
  return epochInfo(k, name).currentEpochStartBlock === k.header.height;
}
