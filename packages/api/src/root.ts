import { affiliatesRouter } from "./routers/affiliates/index.js";
import { candlesRouter } from "./routers/candles/index.js";
import { complianceRouter } from "./routers/compliance/index.js";
import { faucetRouter } from "./routers/faucet/index.js";
import { fillsRouter } from "./routers/fills/index.js";
import { fundingRouter } from "./routers/funding/index.js";
import { marketsRouter } from "./routers/markets/index.js";
import { orderbookRouter } from "./routers/orderbook/index.js";
import { ordersRouter } from "./routers/orders/index.js";
import { pnlRouter } from "./routers/pnl/index.js";
import { positionsRouter } from "./routers/positions/index.js";
import { rewardsRouter } from "./routers/rewards/index.js";
import { streamRouter } from "./routers/stream/index.js";
import { subaccountsRouter } from "./routers/subaccounts/index.js";
import { systemRouter } from "./routers/system/index.js";
import { tradersRouter } from "./routers/traders/index.js";
import { tradesRouter } from "./routers/trades/index.js";
import { transfersRouter } from "./routers/transfers/index.js";
import { vaultRouter } from "./routers/vault/index.js";
import { createCallerFactory, router } from "./trpc.js";

/** All procedures. Clients import the type only. */
export const appRouter = router({
  markets: marketsRouter,
  orderbook: orderbookRouter,
  candles: candlesRouter,
  trades: tradesRouter,
  subaccounts: subaccountsRouter,
  positions: positionsRouter,
  orders: ordersRouter,
  fills: fillsRouter,
  funding: fundingRouter,
  pnl: pnlRouter,
  transfers: transfersRouter,
  rewards: rewardsRouter,
  affiliates: affiliatesRouter,
  vault: vaultRouter,
  traders: tradersRouter,
  compliance: complianceRouter,
  system: systemRouter,
  faucet: faucetRouter,
  stream: streamRouter,
});

export type AppRouter = typeof appRouter;

/** Calls procedures without a transport. */
export const createCaller = createCallerFactory(appRouter);
