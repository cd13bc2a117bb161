import { ordersInput, ordersResponse } from "../../schemas/orders.js";
import { getOrders } from "../../services/orders/getOrders.js";
import { publicProcedure } from "../../trpc.js";

/** Orders of a subaccount, live and stored. */
export const list = publicProcedure
  .input(ordersInput)
  .output(ordersResponse)
  .query(({ ctx, input }) => getOrders(ctx.deps, input));
