import { encodeSerializableInt, indexerEvents, vault } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { BEGIN_BLOCK, END_BLOCK } from "../../../src/app/hooks.js";
import { GOV_ADDRESS } from "../../../src/auth/index.js";
import { sendCoins, USDC_DENOM } from "../../../src/bank/index.js";
import { FINAL_SETTLEMENT, getClobPair } from "../../../src/clob/index.js";
import { Mode } from "../../../src/state/index.js";
import {
  CLOSE_ONLY,
  DEACTIVATED,
  getVault,
  MEGAVAULT_ACCOUNT,
  STAND_BY,
  vaultAccount,
  vaultKey,
  withdrawFromMegavault,
} from "../../../src/vault/index.js";
import { account, BTC, USDC } from "../clob/world.js";
import { ALICE, CosmosWorld, eventOf } from "../cosmos/world.js";
import { VaultWorld } from "./vaultWorld.js";

const hook = (hooks: typeof END_BLOCK) => {
  const found = hooks.find((h) => h.module === "vault");
  if (found === undefined) throw new Error("vault has no hook");
  return found;
};

function setParams(w: CosmosWorld, number: number, status: vault.VaultStatus) {
  return w.run("/dydxprotocol.vault.MsgSetVaultParams", {
    authority: GOV_ADDRESS,
    vaultId: { type: vault.VaultType.VAULT_TYPE_CLOB, number },
    vaultParams: { status },
  });
}

describe("app §13.3 hooks of the vault", () => {
  it("BeginBlock removes deactivated vaults that hold nothing, with mark and client ids", () => {
    const w = new CosmosWorld();
    const { owner } = vaultAccount(2);
    expect(setParams(w, 2, STAND_BY).code).toBe(0);
    w.k.feetiers.vaultAddresses.set(owner, true);
    expect(setParams(w, 2, DEACTIVATED).code).toBe(0);
    w.k.vault.recentClientIds.set(vaultKey(2), [7]);
    expect(getVault(w.k, 2)?.status).toBe(DEACTIVATED);
    w.block();
    expect(getVault(w.k, 2)).toBeUndefined();
    expect(w.k.feetiers.vaultAddresses.has(owner)).toBe(false);
    expect(w.k.vault.recentClientIds.has(vaultKey(2))).toBe(false);
  });

  it("BeginBlock keeps a deactivated vault that holds something", () => {
    const w = new CosmosWorld();
    w.k.vault.vaults.set(vaultKey(BTC), { status: DEACTIVATED, quotingParams: undefined });
    w.block();
    expect(getVault(w.k, BTC)?.status).toBe(DEACTIVATED);
  });

  it("EndBlock sweeps coins of the megavault into its account, with a transfer event", () => {
    const w = new CosmosWorld();
    const { k } = w;
    k.blocktime.downtimes.set([]);
    k.blocktime.durationsNs.set([]);
    expect(sendCoins(k, ALICE, MEGAVAULT_ACCOUNT.owner, USDC_DENOM, 123n)).toBeUndefined();
    const before = k.indexer.all().length;
    k.mode = Mode.EndBlock;
    hook(END_BLOCK).run(k);
    expect(eventOf(k.abciEvents.all(), "sweep_to_megavault")).toEqual({
      swept_quote_quantums: "123",
    });
    const events = k.indexer.all().slice(before);
    const transfer = events.find((e) => e.subtype === "transfer");
    if (transfer === undefined) throw new Error("no transfer event");
    expect(events.at(-1)).toBe(transfer);
    expect(indexerEvents.TransferEventV1.decode(transfer.encode())).toMatchObject({
      amount: 123n,
      sender: { address: MEGAVAULT_ACCOUNT.owner },
      recipient: { subaccountId: MEGAVAULT_ACCOUNT },
    });
  });

  it("a hook that breaks off is thrown away as one unit and does not stop the chain", () => {
    const w = new CosmosWorld();
    w.k.vault.defaultQuotingParams.delete();
    const events = w.k.indexer.all().length;
    w.k.mode = Mode.EndBlock;
    hook(END_BLOCK).run(w.k);
    expect(w.k.indexer.all()).toHaveLength(events);
    expect(hook(BEGIN_BLOCK).module).toBe("vault");
  });
});

describe("app §13.4 CLOSE_ONLY", () => {
  it("step 3 asks whether there is leverage at all, not whether its rounded ppm are 0", () => {
    const w = new VaultWorld();
    // One step short in an account of ten million dollars: −0.5 ppm, rounded up to 0.
    const params = w.setVault(BTC, 10_000_000n * USDC, -1_000_000n, CLOSE_ONLY);
    expect(w.quotes(BTC, params)).toHaveLength(1);
    expect(w.quotes(BTC, params)[0]).toMatch(/^bid .* × 1000000$/);
  });
});

describe("app §13.7 withdrawals", () => {
  it("a vault whose market is in final settlement pays like any other", () => {
    const w = new VaultWorld();
    const owner = account(0);
    w.setVault(BTC, 1_000n * USDC);
    const { pairs } = w.k.clob;
    const pair = getClobPair(w.k, BTC);
    if (pair === undefined) throw new Error("no clob pair");
    pairs.set(pairs.sortedKeys()[0] ?? "", { ...pair, status: FINAL_SETTLEMENT });
    expect(getClobPair(w.k, BTC)?.status).toBe(FINAL_SETTLEMENT);
    w.k.vault.totalShares.set(100n);
    w.k.vault.ownerShares.set(owner.owner, 100n);
    w.setAccount(MEGAVAULT_ACCOUNT, 0n);
    w.setAccount(owner, 1n);
    w.k.mode = Mode.Deliver;
    const paid = withdrawFromMegavault(w.k, {
      subaccountId: owner,
      shares: { numShares: encodeSerializableInt(10n) },
      minQuoteQuantums: encodeSerializableInt(0n),
    });
    if (!(paid instanceof Uint8Array)) throw new Error(paid.log);
    expect(vault.MsgWithdrawFromMegavaultResponse.decode(paid).quoteQuantums).toEqual(
      encodeSerializableInt(100n * USDC),
    );
  });

  it("a negative minimum and ids out of range are refused without state", () => {
    const w = new CosmosWorld();
    const withdrawal = (number: number, least: bigint) =>
      w.run("/dydxprotocol.vault.MsgWithdrawFromMegavault", {
        subaccountId: { owner: ALICE, number },
        shares: { numShares: encodeSerializableInt(1n) },
        minQuoteQuantums: encodeSerializableInt(least),
      });
    expect(withdrawal(0, -1n)).toMatchObject({ codespace: "vault", code: 4 });
    expect(withdrawal(128_001, 0n)).toMatchObject({ codespace: "subaccounts", code: 200 });
    const deposit = w.run("/dydxprotocol.vault.MsgDepositToMegavault", {
      subaccountId: { owner: ALICE, number: 128_001 },
      quoteQuantums: encodeSerializableInt(1n),
    });
    expect(deposit).toMatchObject({ codespace: "subaccounts", code: 200 });
  });

  it("quoting params are judged in the order of their table (app §13.2)", () => {
    const w = new CosmosWorld();
    const set = (defaultQuotingParams: object) =>
      w.run("/dydxprotocol.vault.MsgUpdateDefaultQuotingParams", {
        authority: GOV_ADDRESS,
        defaultQuotingParams,
      });
    expect(set({ layers: 256 }).code).toBe(11);
    expect(set({}).code).toBe(10);
    expect(set({ spreadMinPpm: 1 }).code).toBe(8);
    expect(set({ spreadMinPpm: 1, orderSizePctPpm: 1 }).code).toBe(9);
  });
});
