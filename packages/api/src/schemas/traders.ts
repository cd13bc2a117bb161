import { z } from "zod";
import { plainText, withRule } from "./rules.js";
import { uuidV5 } from "./scalars.js";

export const traderSearchInput = z.object({
  searchParam: withRule(plainText().min(1), "string", "searchParam is required"),
});
export type TraderSearchInput = z.output<typeof traderSearchInput>;
export const traderSearchResponse = z.object({
  result: z.object({
    address: z.string(),
    subaccountNumber: z.int(),
    subaccountId: uuidV5,
    username: z.string(),
  }),
});
export type TraderSearchResponse = z.output<typeof traderSearchResponse>;
