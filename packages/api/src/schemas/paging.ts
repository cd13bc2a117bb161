import { z } from "zod";

/** Counters that a response carries only when `page` was given (api.md §0.8). */
export const pagingCounters = {
  pageSize: z.int().optional(),
  totalResults: z.int().optional(),
  offset: z.int().optional(),
} as const;

/** Counters of a paged answer. */
export interface PagingCounters {
  pageSize?: number;
  totalResults?: number;
  offset?: number;
}
