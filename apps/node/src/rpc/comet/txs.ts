import { txHash } from "@perpetua/protocol";
import type { LocatedTx } from "../txIndex.js";
import { base64, txResultJson } from "./encoding.js";
import { internalError } from "./errors.js";
import type { Params } from "./params.js";

const DEFAULT_PAGE = 30;
const MAX_PAGE = 100;

/** A delivered transaction as `tx` and `tx_search` print it. */
export function txJson({ record, index }: LocatedTx) {
  const tx = record.txs[index] ?? new Uint8Array();
  const result = record.results[index];
  return {
    hash: txHash(tx),
    height: String(record.height),
    index,
    tx_result: result === undefined ? null : txResultJson(result),
    tx: base64(tx),
  };
}

/** The page of a search that `page`, `per_page` and `order_by` ask for. */
export function pageOf<T>(found: readonly T[], p: Params): readonly T[] {
  const size = Math.min(Math.max(p.integer("per_page") ?? DEFAULT_PAGE, 1), MAX_PAGE);
  const number = p.integer("page") ?? 1;
  const pages = Math.max(1, Math.ceil(found.length / size));
  if (number < 1 || number > pages)
    throw internalError(`page should be within [1, ${pages}] range, given ${number}`);
  const order = p.text("order_by");
  if (!["", "asc", "desc"].includes(order))
    throw internalError("expected order_by to be either `asc` or `desc` or empty");
  const ordered = order === "desc" ? found.toReversed() : found;
  return ordered.slice((number - 1) * size, number * size);
}
