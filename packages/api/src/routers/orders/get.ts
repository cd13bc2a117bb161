import { order, orderInput } from "../../schemas/orders.js";
import { getOrder } from "../../services/orders/getOrder.js";
import { publicProcedure } from "../../trpc.js";

/** One order by id. */
export const get = publicProcedure
  .input(orderInput)
  .output(order)
  .query(({ ctx, input }) => getOrder(ctx.deps, input));
