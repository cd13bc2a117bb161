/**
 * Benchmarks: alternating measurement of candidates in one process, and the report that
 * `npm run bench` prints and writes. No claim without a peer measured in the same run.
 */
export { type MeasureOptions, measureRates } from "./measure.js";
export {
  type BenchReport,
  type BenchResult,
  formatReport,
  type ReportedResult,
  reportGroup,
  withRatio,
} from "./reportGroup.js";
