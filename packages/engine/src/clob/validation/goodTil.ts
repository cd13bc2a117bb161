import { previousBlock } from "../../blocktime/index.js";
import { isDelivering, type Rejection } from "../../state/index.js";
import { clobRejection } from "../errors.js";
import { SHORT_BLOCK_WINDOW } from "../fillAmounts.js";
import type { ClobKernel } from "../state.js";

/** 95 days (clob.md §12.1). */
export const STATEFUL_TIME_WINDOW_SECONDS = 8_208_000;

/**
 * The height an order placed now is judged at: the block in execution, else the one after the last
 * committed (clob.md §3.3).
 */
export function judgedHeight(k: ClobKernel): number {
  return isDelivering(k) ? k.header.height : k.header.height + 1;
}

/** Rules 5 and 6 of clob.md §3.3; also of short-term cancels. */
export function checkGoodTilBlock(k: ClobKernel, goodTilBlock: number): Rejection | undefined {
  const height = judgedHeight(k);
  if (goodTilBlock < height) {
    return clobRejection(
      10,
      `GoodTilBlock ${goodTilBlock} is less than the current blockHeight ${height}`,
    );
  }
  if (goodTilBlock > height + SHORT_BLOCK_WINDOW) {
    const window = `the current blockHeight ${height} plus ShortBlockWindow ${SHORT_BLOCK_WINDOW}`;
    return clobRejection(11, `The GoodTilBlock ${goodTilBlock} exceeds ${window}`);
  }
  return undefined;
}

/** Rules 7 and 8 of clob.md §3.3, against the previous block's time; also of stateful cancels. */
export function checkGoodTilTime(k: ClobKernel, goodTilTime: number): Rejection | undefined {
  const { seconds } = previousBlock(k);
  if (goodTilTime <= seconds) {
    return clobRejection(
      3003,
      `GoodTilBlockTime ${goodTilTime} is less than the previous blockTime ${seconds}`,
    );
  }
  const end = seconds + STATEFUL_TIME_WINDOW_SECONDS;
  if (goodTilTime > end) {
    const window = `the previous blockTime plus StatefulOrderTimeWindow ${end}`;
    return clobRejection(3004, `GoodTilBlockTime ${goodTilTime} exceeds ${window}`);
  }
  return undefined;
}
