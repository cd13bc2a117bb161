import { must } from "../math/index.js";
import type { GenesisJson } from "../state/index.js";
import {
  type BlockInfo,
  type BlocktimeKernel,
  blockInfoOf,
  type DowntimeInfo,
  timeNs,
} from "./state.js";

/** Reads `app_state.blocktime`; the previous block is genesis itself (app.md part 7). */
export function initGenesis(k: BlocktimeKernel, json: GenesisJson): void {
  const durations = json
    .at("params")
    .at("durations")
    .list()
    .map((d) => d.durationNs());
  const block = blockInfoOf(k.header);
  k.blocktime.durationsNs.set(durations);
  k.blocktime.downtimes.set(durations.map((durationNs) => ({ durationNs, block })));
  k.blocktime.previousBlock.set(block);
  const delay = json.at("synchrony_params").at("next_block_delay");
  if (delay.present) k.blocktime.nextBlockDelayNs.set(delay.durationNs());
}

/**
 * First of all BeginBlockers: marks every tracked duration that passed since the previous block.
 */
export function beginBlock(k: BlocktimeKernel): void {
  const delta = timeNs(k.header) - timeNs(previousBlock(k));
  const infos = downtimes(k);
  const block = blockInfoOf(k.header);
  const passed = infos.filter((info) => info.durationNs <= delta);
  if (passed.length === 0) return;
  k.blocktime.downtimes.set(
    infos.map((info) => (info.durationNs <= delta ? { durationNs: info.durationNs, block } : info)),
  );
}

/** Last of all EndBlockers: until then every module sees the block before this one. */
export function endBlock(k: BlocktimeKernel): void {
  k.blocktime.previousBlock.set(blockInfoOf(k.header));
}

/** The last block whose EndBlock ran. */
export function previousBlock(k: BlocktimeKernel): BlockInfo {
  return must(k.blocktime.previousBlock.get(), "the previous block is set at genesis");
}

function downtimes(k: BlocktimeKernel): readonly DowntimeInfo[] {
  return k.blocktime.downtimes.get() ?? [];
}

/**
 * The entry with the largest tracked duration ≤ `durationSeconds`: when a gap of that length last
 * ended. Without one: duration 0 and the current block.
 */
export function downtimeInfoFor(k: BlocktimeKernel, durationSeconds: number): DowntimeInfo {
  const limit = BigInt(durationSeconds) * 1_000_000_000n;
  let found: DowntimeInfo = { durationNs: 0n, block: blockInfoOf(k.header) };
  for (const info of downtimes(k)) if (info.durationNs <= limit) found = info;
  return found;
}

/**
 * Height of the block that ended the last gap of `durationSeconds`; 0 when there was none or
 * nothing is tracked (risk.md §4.9).
 */
export function downtimeHeight(k: BlocktimeKernel, durationSeconds: number): number {
  const info = downtimeInfoFor(k, durationSeconds);
  return info.durationNs > 0n ? info.block.height : 0;
}
