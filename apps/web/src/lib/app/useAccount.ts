"use client";

import { useMemo } from "react";
import { type Dec, dec } from "../decimal/dec";
import type { Market } from "../exchange/types";
import { type AccountState, type AccountView, viewAccount } from "../ticket/account";
import { useFeed } from "./context";

export const useMarkets = (): ReadonlyMap<string, Market> =>
  useFeed("markets", (app) => app.market.markets);

export function useAccountState(): AccountState {
  const quote = useFeed("account", (app) => app.account.quote);
  const positions = useFeed("account", (app) => app.account.positions);
  return useMemo(() => ({ quote, positions }), [quote, positions]);
}

export function useAccountView(): AccountView {
  const account = useAccountState();
  const markets = useMarkets();
  return useMemo(() => viewAccount(account, markets), [account, markets]);
}

const PPM = 1_000_000;
export function useFees(): { maker: Dec; taker: Dec } {
  const fees = useFeed("account", (app) => app.fees);
  return useMemo(
    () => ({
      maker: dec((fees.makerPpm / PPM).toFixed(6)),
      taker: dec((fees.takerPpm / PPM).toFixed(6)),
    }),
    [fees],
  );
}
