import { router } from "../../trpc.js";
import { byAddress } from "./byAddress.js";
import { get } from "./get.js";
import { getParent } from "./getParent.js";

export const subaccountsRouter = router({ byAddress, get, getParent });
