/**
 * How modules describe their gRPC queries: codecs, answer, refusals, pages. Owns no state; comes
 * right after `state`. Each module exports `xQueries: Query<XKernel>[]`; `app` merges them into the
 * table of `Exchange.query`.
 */
export * from "./paginate.js";
export * from "./query.js";
