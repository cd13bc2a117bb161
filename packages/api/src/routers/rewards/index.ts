import { router } from "../../trpc.js";
import { aggregations } from "./aggregations.js";
import { blocks } from "./blocks.js";

export const rewardsRouter = router({ blocks, aggregations });
