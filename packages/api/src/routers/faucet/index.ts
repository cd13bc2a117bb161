import { router } from "../../trpc.js";
import { nativeToken } from "./nativeToken.js";
import { tokens } from "./tokens.js";

export const faucetRouter = router({ tokens, nativeToken });
