import { z } from "zod";
import { isoMs, uintString } from "./scalars.js";

export const emptyInput = z.object({});
export const heightResponse = z.object({ height: uintString, time: isoMs });
export type HeightResponse = z.output<typeof heightResponse>;
export const timeResponse = z.object({ iso: isoMs, epoch: z.number() });
export type TimeResponse = z.output<typeof timeResponse>;
