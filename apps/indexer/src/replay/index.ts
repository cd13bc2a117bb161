/**
 * Feeds recordings of a real network to the services and reports where they part from it. Used by
 * `npm run replay` and by tests; no service imports it.
 */
export { type Difference, differingPaths } from "./difference.js";
export { LEFT_OUT } from "./leftOut.js";
export type { Races } from "./races.js";
export { type Checkpoint, type RecordedMessage, readCheckpoints, readTopic } from "./recording.js";
export { createReplayComlink, type ReplayComlinkOptions } from "./replayComlink.js";
export { type ReplayEnderOptions, type ReplayEnderResult, replayEnder } from "./replayEnder.js";
export {
  type ReplayRestOptions,
  type ReplayRestResult,
  type RestAnswer,
  type RestAsker,
  replayRest,
} from "./replayRest.js";
export { type ReplaySocksOptions, type ReplaySocksResult, replaySocks } from "./replaySocks.js";
export { type ReplayVulcanOptions, type ReplayVulcanResult, replayVulcan } from "./replayVulcan.js";
