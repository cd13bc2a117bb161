import { router } from "../../trpc.js";
import { history } from "./history.js";
import { parentPayments } from "./parentPayments.js";
import { payments } from "./payments.js";

export const fundingRouter = router({ history, payments, parentPayments });
