import { router } from "../../trpc.js";
import { between } from "./between.js";
import { list } from "./list.js";
import { listParent } from "./listParent.js";

export const transfersRouter = router({ list, listParent, between });
