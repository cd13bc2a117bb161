import { vest as wire } from "@perpetua/protocol";
import { type Query, query } from "../query/index.js";
import { vestRejection } from "./rules.js";
import { type VestKernel, vestEntry } from "./state.js";

/** risk.md §12. */
export const vestQueries: readonly Query<VestKernel>[] = [
  query(
    "/dydxprotocol.vest.Query/VestEntry",
    wire.QueryVestEntryRequest,
    wire.QueryVestEntryResponse,
    (k, { vesterAccount }) => {
      const entry = vestEntry(k, vesterAccount);
      return entry === undefined ? vestRejection(1004, vesterAccount) : { entry };
    },
  ),
];
