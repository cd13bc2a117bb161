import { describe, expect, test } from "vitest";
import { Exchange } from "../../src/app/exchange.js";
import type { EngineKernel } from "../../src/app/kernel.js";
import { idKey } from "../../src/perpetuals/index.js";
import type { Store } from "../../src/state/index.js";
import { kernelOf } from "./node.js";
import { FAST } from "./twins.js";
import { World } from "./world.js";

/** The first record of a store that `fits`, changed or deleted. */
function change<V>(store: Store<V>, to: (v: V) => V | undefined, fits: (v: V) => boolean): void {
  const found = [...store.entries()].find(([, v]) => fits(v));
  if (found === undefined) throw new Error(`nothing to break in ${store.name}`);
  const [key, value] = found;
  const next = to(value);
  if (next === undefined) store.delete(key);
  else store.set(key, next);
}

const any = () => true;
const grant = { authorization: { typeUrl: "/x", value: new Uint8Array() }, expiration: undefined };

const RICHES = [{ assetId: 0, quantums: 10n ** 18n, index: 0n }];

/** One lie per module and what its invariants say to it. */
const LIES: readonly [module: string, lie: (k: EngineKernel) => void, said: RegExp][] = [
  ["bank", (k) => change(k.bank.balances, (v) => v + 1n, any), /supply of/],
  ["auth", (k) => change(k.auth.accounts, (v) => ({ ...v, accountNumber: 0 }), isOther), /twice/],
  ["authz", (k) => k.authz.expiries.set("1/a/b/c", true), /belongs to no grant/],
  ["authz", (k) => k.authz.grants.set("a/b/c", { ...grant, authorization: undefined }), /permits/],
  ["feegrant", (k) => k.feegrant.allowances.set("a/a", grant.authorization), /allowance a\/a/],
  [
    "accountplus",
    (k) => k.accountplus.authenticators.set("a/1", { id: 2n, type: "", config: new Uint8Array() }),
    /stored under a\/1/,
  ],
  ["staking", (k) => change(k.staking.delegations, () => undefined, any), /shares of/],
  ["blocktime", (k) => k.blocktime.durationsNs.set([2n, 1n]), /tracked duration/],
  ["epochs", (k) => change(k.epochs.infos, (v) => ({ ...v, duration: 0 }), any), /length 0/],
  ["prices", (k) => change(k.prices.pairs, () => undefined, any), /does not lead to/],
  ["delaymsg", (k) => change(k.delaymsg.dueAt, () => undefined, any), /delayed messages/],
  [
    "perpetuals",
    (k) => change(k.perpetuals.perpetuals, (v) => ({ ...v, openInterest: -1n }), any),
    /open interest/,
  ],
  [
    "subaccounts",
    (k) => change(k.subaccounts.subaccounts, (v) => ({ ...v, assetPositions: RICHES }), isHolder),
    /pool .* holds .* but owes/,
  ],
  ["stats", (k) => change(k.stats.users, (v) => ({ ...v, takerNotional: 1n }), any), /volumes/],
  ["clob", (k) => change(k.clob.openCounts, (v) => v + 1, any), /open orders of/],
  [
    "clob",
    (k) => change(k.clob.longTerm, () => undefined, any),
    /not in state|counted|open orders/,
  ],
  ["clob", (k) => change(k.clob.twapTriggers, () => undefined, any), /no leg of TWAP/],
  ["clob", (k) => k.memclob.expiries.clear(), /not indexed/],
  ["vault", (k) => change(k.vault.ownerShares, (v) => v + 1n, any), /vault shares/],
  ["vault", (k) => k.vault.unlocks.set("a", [{ shares: 1n, unlockBlockHeight: 1 }]), /locked more/],
  ["vault", (k) => k.feetiers.vaultAddresses.set("a", true), /and is none/],
  [
    "listing",
    (k) => {
      const params = k.listing.vaultDeposit.get();
      if (params !== undefined) k.listing.vaultDeposit.set({ ...params, newVaultDeposit: 0n });
    },
    /costs nothing/,
  ],
  ["gov", (k) => k.gov.open.set(idKey(99), true), /does not exist/],
];

function isOther({ accountNumber }: { readonly accountNumber: number }): boolean {
  return accountNumber > 0;
}

function isHolder({ perpetualPositions }: { readonly perpetualPositions: readonly object[] }) {
  return perpetualPositions.length > 0;
}

function played(): Uint8Array {
  const world = new World({ seed: 3, blocks: 12, commandsPerBlock: 120, twins: [FAST] });
  world.run();
  return world.lead.exchange.snapshot();
}

/** An invariant that nothing can break checks nothing. */
describe("broken invariants", () => {
  const snapshot = played();

  test.each(LIES)("%s notices a lie", (_module, lie, said) => {
    const exchange = Exchange.restore(snapshot);
    exchange.checkInvariants();
    lie(kernelOf(exchange));
    expect(() => exchange.checkInvariants()).toThrow(said);
  });
});
