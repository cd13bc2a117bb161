import { describe, expect, test } from "vitest";
import { generator } from "../../../bench/orderStream.js";
import { checkInvariants, placeShortTermOrder } from "../../../src/clob/index.js";
import { cancelShortTerm } from "../../../src/clob/memclob/cancel.js";
import { mustPerpetual } from "../../../src/perpetuals/index.js";
import { subaccountKey } from "../../../src/subaccounts/index.js";
import { NaiveMemclob } from "../../reference/naiveMemclob.js";
import {
  account,
  BTC,
  DOLLAR,
  ETH,
  makeOrder,
  ONE_BTC,
  USDC,
  World,
} from "../../unit/clob/world.js";

const HEIGHT = 100;
const COMMANDS = 400;
const SEEDS = Array.from({ length: 60 }, (_, i) => 1_000 + i);

type Command =
  | { readonly kind: "place"; readonly order: ReturnType<typeof makeOrder> }
  | {
      readonly kind: "cancel";
      readonly clientId: number;
      readonly who: number;
      readonly goodTil: number;
    };

/**
 * Few ids, few prices, few accounts: replacements, self-trades, cancels and margin failures are
 * common.
 */
function commandsOf(seed: number): Command[] {
  const random = generator(seed);
  const pick = (n: number) => Math.floor(random() * n);
  return Array.from({ length: COMMANDS }, (): Command => {
    const who = pick(6);
    const clientId = pick(40);
    const goodTil = HEIGHT - 1 + pick(46);
    if (random() < 0.2) return { kind: "cancel", clientId, who, goodTil };
    const timeInForce = [0, 0, 0, 1, 2][pick(5)] as 0 | 1 | 2;
    const side = random() < 0.5 ? "buy" : "sell";
    const quantums = BigInt(1 + pick(200)) * (ONE_BTC / 100n);
    const subticks = BigInt(29_990 + pick(20)) * DOLLAR;
    const reduceOnly = timeInForce === 1 && random() < 0.4;
    const options = { clientId, goodTil, timeInForce, reduceOnly };
    return { kind: "place", order: makeOrder(account(who), side, quantums, subticks, options) };
  });
}

/** Rich, poor, empty and burdened accounts. */
function fund(w: World): void {
  const usdc = [1_000_000n, 200_000n, 3_000n, 500n, 0n, 50_000n];
  usdc.forEach((amount, i) => {
    const positions = i === 5 ? { [ETH]: 10_000_000_000n } : {};
    w.setAccount(account(i), amount * USDC, positions);
  });
}

function stateOf(w: World): unknown {
  const accounts = [0, 1, 2, 3, 4, 5].map((i) => {
    const s = w.k.subaccounts.subaccounts.get(subaccountKey(account(i)));
    return [s?.assetPositions, s?.perpetualPositions];
  });
  return [accounts, mustPerpetual(w.k, BTC).openInterest];
}

function sideOf(w: World, isBuy: boolean): string[] {
  const market = w.k.memclob.market(w.k, BTC);
  const out: string[] = [];
  for (let h = market?.book.best(isBuy) ?? -1; h !== -1; h = market?.book.after(h) ?? -1) {
    const order = w.k.memclob.order(h);
    const open = market === undefined ? 0n : w.k.memclob.remainingOf(w.k, market, h);
    out.push(`${order.orderId.clientId}: ${open}`);
  }
  return out;
}

describe("the memclob equals the naive one", () => {
  test.each(SEEDS)("seed %d: codes, messages, books, accounts", (seed) => {
    const fast = new World();
    const slow = new World();
    fund(fast);
    fund(slow);
    const naive = new NaiveMemclob(slow.k, HEIGHT);
    for (const [i, command] of commandsOf(seed).entries()) {
      const at = `seed ${seed}, command ${i}`;
      if (command.kind === "place") {
        const code = placeShortTermOrder(fast.k, command.order, new Uint8Array([1]))?.code ?? 0;
        expect(code, at).toBe(naive.place(command.order));
      } else {
        const { orderId } = makeOrder(account(command.who), "buy", 1n, 1n, command);
        const code = cancelShortTerm(fast.k, orderId, command.goodTil)?.code ?? 0;
        expect(code, at).toBe(naive.cancel(orderId, command.goodTil));
      }
      expect(fast.messages(), at).toEqual(naive.messages.splice(0));
      for (const isBuy of [true, false]) {
        expect(sideOf(fast, isBuy), at).toEqual(naive.side(isBuy));
      }
    }
    checkInvariants(fast.k);
    expect(stateOf(fast)).toEqual(stateOf(slow));
    const matches = fast.k.memclob.queue.all().flatMap((op) => {
      const m = op.kind === "match" ? op.match.matchOrders : undefined;
      if (m === undefined) return [];
      const list = m.fills.map((f) => `${f.makerOrderId?.clientId} ${f.fillAmount}`).join();
      return [`${m.takerOrderId?.clientId}: ${list}`];
    });
    expect(matches).toEqual(naive.matches);
    expect(matches.length).toBeGreaterThan(5);
  });
});
