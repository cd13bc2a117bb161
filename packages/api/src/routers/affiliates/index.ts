import { router } from "../../trpc.js";
import { address } from "./address.js";
import { metadata } from "./metadata.js";
import { snapshot } from "./snapshot.js";
import { totalVolume } from "./totalVolume.js";

export const affiliatesRouter = router({ metadata, address, snapshot, totalVolume });
