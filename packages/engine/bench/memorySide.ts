/**
 * Resident memory of an engine with 1,000,000 resting orders, each with a transaction of 300 bytes,
 * and 100,000 subaccounts with positions; in a process of its own, which keeps nothing else.
 */
import { MixedEngine } from "./mixedEngine.js";
import { generator } from "./orderStream.js";

const ACCOUNTS = 100_000;
const ORDERS = 1_000_000;
const TX_BYTES = 300;

const engine = new MixedEngine(ACCOUNTS, true);
const random = generator(20261125);
for (let id = 1; id <= ORDERS; id++) {
  const market = Math.floor(random() * random() * engine.markets.length);
  const isBuy = random() < 0.5;
  const distance = 1 + Math.floor(random() * random() * 200);
  const middle = engine.markets[market]?.middle ?? 0;
  const tick = middle + (isBuy ? -distance : distance);
  const account = Math.floor(random() * ACCOUNTS);
  const order = { kind: "rest", id, market, account, isBuy, tick, lots: 2, trigger: 0 } as const;
  engine.run({ ...engine.prepare(order), tx: new Uint8Array(TX_BYTES) });
}
const { resting = 0 } = engine.summary();
for (let i = 0; i < 3; i++) globalThis.gc?.();
const { rss } = process.memoryUsage();
process.send?.({ rss, resting, subaccounts: engine.k.subaccounts.subaccounts.size });
process.disconnect?.();
