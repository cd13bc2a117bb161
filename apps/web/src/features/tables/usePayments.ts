"use client";

import { useQuery } from "@tanstack/react-query";
import { useApp, useFeed } from "../../lib/app/context";
import { type Dec, dec } from "../../lib/decimal/dec";

const LISTED = 100;
/** Paid on the hour and written by a job a little later, so nothing is pushed. */
const REFRESH_MS = 60_000;

export interface FundingPayment {
  key: string;
  market: string;
  time: number;
  size: Dec;
  price: Dec;
  rate: Dec;
  /** Positive when received. */
  payment: Dec;
}

/** The account's funding payments, newest first (O4); null until they are known. */
export function usePayments(): readonly FundingPayment[] | null {
  const app = useApp();
  const ref = useFeed("account", (a) => a.account.ref);
  const ready = useFeed("account", (a) => a.account.phase === "ready");
  const query = useQuery({
    queryKey: ["fundingPayments", ref?.address, ref?.subaccountNumber],
    enabled: ref !== null && ready,
    refetchInterval: REFRESH_MS,
    queryFn: async () => {
      if (!ref) return [];
      const rows = await app.exchange.fundingPayments(ref, LISTED);
      return rows.map((row) => ({
        key: `${row.createdAtHeight}-${row.ticker}`,
        market: row.ticker,
        time: Date.parse(row.createdAt),
        size: dec(row.size),
        price: dec(row.oraclePrice),
        rate: dec(row.rate),
        payment: dec(row.payment),
      }));
    },
  });
  return query.data ?? null;
}
