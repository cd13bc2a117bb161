import { router } from "../../trpc.js";
import { height } from "./height.js";
import { time } from "./time.js";

export const systemRouter = router({ height, time });
