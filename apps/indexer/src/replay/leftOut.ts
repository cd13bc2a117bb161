/** Answers that depend on the wall clock (traps-indexer.md 5). */
export const LEFT_OUT_ANSWERS = [/^\/v4\/time/, /^\/v4\/compliance\/screen/, /^\/v4\/screen/];

/** Not vulcan's or ender's, or bookkeeping of our own (traps-indexer.md 6). */
export const LEFT_OUT_KEYS = [/^comlink\//, /^v4\/vault\//, /^v4\/ender\//];

/** Tables that ender writes nothing to: roundtable's and comlink's. */
const OTHER_TABLES =
  "tables of roundtable and comlink (pnl, pnl_ticks, compliance, leaderboard, statistics and caches)";
const ORDER_STATUS =
  "OPEN or BEST_EFFORT_CANCELED of orders that the node removed while ender had a fill of theirs in work";

/** What a comparison of each part leaves out, for whoever reads its result. */
export const LEFT_OUT = {
  ender: [OTHER_TABLES, `${ORDER_STATUS}: in rows, and in messages of that block`],
  rest: [`answers to ${LEFT_OUT_ANSWERS.map(({ source }) => source).join(", ")}`, ORDER_STATUS],
  vulcan: [
    `Redis keys ${LEFT_OUT_KEYS.map(({ source }) => source).join(", ")}`,
    "wall-clock scores of sorted sets; keys that may have expired during the dump",
  ],
} as const;
