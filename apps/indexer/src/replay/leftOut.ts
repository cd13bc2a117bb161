/** Answers that depend on the wall clock (traps-indexer.md 5). */
export const LEFT_OUT_ANSWERS = [/^\/v4\/time/, /^\/v4\/compliance\/screen/, /^\/v4\/screen/];

/** Not vulcan's or ender's, or bookkeeping of our own (traps-indexer.md 6). */
export const LEFT_OUT_KEYS = [/^comlink\//, /^v4\/vault\//, /^v4\/ender\//];

/** The order whose status raced in the recorded network (traps-indexer.md 28). */
export const RACING_ORDER = "d6adebe2-";
/** Heights of the messages that raced in the recorded network (traps-indexer.md 4 and 28). */
export const RACING_HEIGHTS = { from: 467, to: 475 };

/** Tables that ender writes nothing to: roundtable's and comlink's. */
const OTHER_TABLES =
  "tables of roundtable and comlink (pnl, pnl_ticks, compliance, leaderboard, statistics and caches)";
const ORDER_STATUS = `status of order ${RACING_ORDER}…, which raced when it was recorded`;

/** What a comparison of each part leaves out, for whoever reads its result. */
export const LEFT_OUT = {
  ender: [
    OTHER_TABLES,
    ORDER_STATUS,
    `a difference in order status alone in messages of heights ${RACING_HEIGHTS.from}–${RACING_HEIGHTS.to}`,
  ],
  rest: [`answers to ${LEFT_OUT_ANSWERS.map(({ source }) => source).join(", ")}`, ORDER_STATUS],
  vulcan: [
    `Redis keys ${LEFT_OUT_KEYS.map(({ source }) => source).join(", ")}`,
    "wall-clock scores of sorted sets; keys that may have expired during the dump",
  ],
} as const;
