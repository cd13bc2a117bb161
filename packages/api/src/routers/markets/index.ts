import { router } from "../../trpc.js";
import { list } from "./list.js";
import { sparklines } from "./sparklines.js";

export const marketsRouter = router({ list, sparklines });
