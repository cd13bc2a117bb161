import { router } from "../../trpc.js";
import { get } from "./get.js";

export const orderbookRouter = router({ get });
