import type { Task } from "./task.js";
import { marketUpdater } from "./tasks/marketUpdater.js";

/** Every periodic job (indexer.md §6.2). */
export const TASKS: readonly Task[] = [marketUpdater];
