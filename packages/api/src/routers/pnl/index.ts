import { router } from "../../trpc.js";
import { historical } from "./historical.js";
import { parentHistorical } from "./parentHistorical.js";
import { parentSeries } from "./parentSeries.js";
import { series } from "./series.js";

export const pnlRouter = router({ historical, parentHistorical, series, parentSeries });
