import type { SqlReader } from "../deps.js";
import type { PagingCounters } from "../schemas/paging.js";
import { offsetOf, type Page, type Where } from "./sql.js";

/** A listing: its columns and source, filters, and the two sort orders of api.md §0.8. */
export interface Listing {
  readonly select: string;
  readonly from: string;
  readonly where: Where;
  /** Order without `page`. */
  readonly orderBy: string;
  /** Order with `page`; some listings flip (Q2). */
  readonly pagedOrderBy: string;
}

/** Reads a listing; counters are present only when a page was asked for. */
export async function readPage<Row>(
  db: SqlReader,
  listing: Listing,
  page: Page,
): Promise<{ rows: Row[]; counters: PagingCounters }> {
  const { select, from, where } = listing;
  const conditions = where.toString();
  const filterValues = [...where.values];
  const orderBy = page.page === undefined ? listing.orderBy : listing.pagedOrderBy;
  const limit = where.bind(page.limit);
  const offset = where.bind(offsetOf(page));
  const rows = await db.query<Row>(
    `SELECT ${select} FROM ${from} WHERE ${conditions} ORDER BY ${orderBy} LIMIT ${limit} OFFSET ${offset}`,
    where.values,
  );
  if (page.page === undefined) return { rows, counters: {} };
  const counted = await db.query<{ total: string }>(
    `SELECT count(*)::text AS total FROM ${from} WHERE ${conditions}`,
    filterValues,
  );
  return {
    rows,
    counters: {
      pageSize: page.limit,
      totalResults: Number(counted[0]?.total ?? 0),
      offset: offsetOf(page),
    },
  };
}
