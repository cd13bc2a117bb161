import type { AnyRoute } from "../http/route.js";
import { fillRoutes } from "./fills.js";
import { historyRoutes } from "./history.js";
import { marketRoutes } from "./markets.js";
import { orderRoutes } from "./orders.js";
import { programRoutes } from "./programs.js";
import { subaccountRoutes } from "./subaccounts.js";
import { systemRoutes, testRoutes } from "./system.js";

/** Every REST route of api.md §1, without those of §1.26, which no trading client calls. */
export const restRoutes: readonly AnyRoute[] = [
  ...subaccountRoutes,
  ...orderRoutes,
  ...fillRoutes,
  ...marketRoutes,
  ...historyRoutes,
  ...systemRoutes,
  ...programRoutes,
];

/** Further routes of test deployments. */
export const testOnlyRoutes: readonly AnyRoute[] = testRoutes;
