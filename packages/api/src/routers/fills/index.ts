import { router } from "../../trpc.js";
import { history } from "./history.js";
import { list } from "./list.js";
import { listParent } from "./listParent.js";
import { parentHistory } from "./parentHistory.js";

export const fillsRouter = router({ list, listParent, history, parentHistory });
