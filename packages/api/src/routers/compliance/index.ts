import { router } from "../../trpc.js";
import { screen } from "./screen.js";

export const complianceRouter = router({ screen });
