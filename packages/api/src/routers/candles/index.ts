import { router } from "../../trpc.js";
import { list } from "./list.js";

export const candlesRouter = router({ list });
