import { router } from "../../trpc.js";
import { get } from "./get.js";
import { list } from "./list.js";
import { listParent } from "./listParent.js";

export const ordersRouter = router({ list, listParent, get });
