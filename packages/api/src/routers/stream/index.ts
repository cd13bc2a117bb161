import { router } from "../../trpc.js";
import { blockHeight } from "./blockHeight.js";
import { candles } from "./candles.js";
import { feedProcedure } from "./feed.js";
import { markets } from "./markets.js";
import { orderbook } from "./orderbook.js";
import { parentSubaccount } from "./parentSubaccount.js";
import { subaccount } from "./subaccount.js";
import { trades } from "./trades.js";

export const streamRouter = router({
  feed: feedProcedure,
  orderbook,
  trades,
  candles,
  markets,
  blockHeight,
  subaccount,
  parentSubaccount,
});
