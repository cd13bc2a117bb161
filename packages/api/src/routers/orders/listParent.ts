import { ordersResponse, parentOrdersInput } from "../../schemas/orders.js";
import { getParentOrders } from "../../services/orders/getOrders.js";
import { publicProcedure } from "../../trpc.js";

/** Orders of all children of a parent. */
export const listParent = publicProcedure
  .input(parentOrdersInput)
  .output(ordersResponse)
  .query(({ ctx, input }) => getParentOrders(ctx.deps, input));
