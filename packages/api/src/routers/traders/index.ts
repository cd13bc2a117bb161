import { router } from "../../trpc.js";
import { search } from "./search.js";

export const tradersRouter = router({ search });
