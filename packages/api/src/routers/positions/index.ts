import { router } from "../../trpc.js";
import { assets } from "./assets.js";
import { parentAssets } from "./parentAssets.js";
import { parentPerpetual } from "./parentPerpetual.js";
import { perpetual } from "./perpetual.js";

export const positionsRouter = router({ assets, parentAssets, perpetual, parentPerpetual });
