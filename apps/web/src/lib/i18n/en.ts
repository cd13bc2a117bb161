import { frame } from "./english/frame";
import { trade } from "./english/trade";

/** The source of all keys; other languages must have exactly these. */
export const en = { ...frame, ...trade } as const;
