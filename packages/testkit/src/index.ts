/**
 * Development only: recordings of a real network and their replay, benchmarks' reports. Imported
 * from tests, benches and the replay command; it takes the engine and the indexer as arguments, so
 * that no package cycle arises.
 */
export * from "./bench/index.js";
export * from "./recording/recording.js";
export * from "./replay/part.js";
export * from "./replay/replayBlocks.js";
export * from "./replay/replayState.js";
