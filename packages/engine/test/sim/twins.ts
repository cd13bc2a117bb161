import { auditState, makeNaive, naiveScan } from "../reference/engine/index.js";
import type { TwinFactory } from "./node.js";

/** The engine as it ships. */
export const FAST: TwinFactory = { name: "fast", options: () => ({}) };

/** The same rules on naive parts; it also audits its state from scratch now and then. */
export const NAIVE: TwinFactory = {
  name: "naive",
  options: () => ({ prepare: makeNaive }),
  copiesBytes: true,
  audit: auditState,
  scan: naiveScan,
};
