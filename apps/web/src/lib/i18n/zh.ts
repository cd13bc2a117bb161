import { frame } from "./chinese/frame";
import { trade } from "./chinese/trade";
import type { en } from "./en";

/** 简体中文。缺一个键就不能通过类型检查。 */
export const zh: Record<keyof typeof en, string> = { ...frame, ...trade };
