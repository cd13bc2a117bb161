import { router } from "../../trpc.js";
import { megavaultPnl } from "./megavaultPnl.js";
import { positions } from "./positions.js";
import { vaultsPnl } from "./vaultsPnl.js";

export const vaultRouter = router({ megavaultPnl, vaultsPnl, positions });
