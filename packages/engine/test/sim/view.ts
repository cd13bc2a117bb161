import type { clob } from "@perpetua/protocol";
import type { EngineKernel } from "../../src/app/kernel.js";
import { balanceOf, USDC_DENOM } from "../../src/bank/index.js";
import { subaccountKey, usdcBalance } from "../../src/subaccounts/index.js";
import type { SimAccount } from "./accounts.js";
import type { SimMarket } from "./genesis.js";
import type { Position, SimView } from "./orders.js";
import type { Rng } from "./rng.js";

/**
 * What generators may ask, answered from an engine's live state; lists are made once, so a view is
 * for one block.
 */
export function viewOf(
  rng: Rng,
  k: EngineKernel,
  accounts: readonly SimAccount[],
  markets: readonly SimMarket[],
): SimView {
  let orders: clob.OrderId[] | undefined;
  let held: Position[] | undefined;
  return {
    rng,
    k,
    accounts,
    markets,
    height: k.header.height,
    seconds: k.header.seconds,
    // A market that has just been created has no price yet.
    price: (marketId) => k.prices.prices.get(String(marketId))?.price || 1n,
    equity: (owner, number) => {
      const s = k.subaccounts.subaccounts.get(subaccountKey({ owner, number }));
      return s === undefined ? balanceOf(k, owner, USDC_DENOM) / 1000n : usdcBalance(s);
    },
    statefulOrders: () => {
      orders ??= statefulOrders(k);
      return orders;
    },
    positions: () => {
      held ??= positionsOf(k, accounts, markets);
      return held;
    },
    sequence: (address) => BigInt(k.auth.accounts.get(address)?.sequence ?? 0),
  };
}

function statefulOrders(k: EngineKernel): clob.OrderId[] {
  const { longTerm, untriggered, triggered, twaps } = k.clob;
  return [longTerm, untriggered, triggered, twaps].flatMap((store) =>
    [...store.entries()].map(([, { order }]) => order.orderId),
  );
}

function positionsOf(
  k: EngineKernel,
  accounts: readonly SimAccount[],
  markets: readonly SimMarket[],
): Position[] {
  const users = new Set(accounts.map(({ address }) => address));
  return [...k.subaccounts.subaccounts.entries()].flatMap(([, s]) => {
    const { owner, number } = s.id;
    if (!users.has(owner)) return [];
    return s.perpetualPositions.flatMap(({ perpetualId, quantums }) => {
      const market = markets.find((m) => m.perpetualId === perpetualId);
      return market === undefined || quantums === 0n ? [] : [{ owner, number, market, quantums }];
    });
  });
}
