import { cosmosBank, cosmosConsensus, cosmosUpgrade } from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { messageHandlers } from "../../../src/app/messageTable.js";
import { GOV_ADDRESS } from "../../../src/auth/index.js";
import { balanceOf, NATIVE_DENOM, USDC_DENOM } from "../../../src/bank/index.js";
import { ALICE, BOB, CARL, CosmosWorld, VALIDATOR } from "./world.js";

const usdc = (amount: bigint) => [{ denom: USDC_DENOM, amount: amount.toString() }];

describe("bank: multi-send and switches", () => {
  const send = (w: CosmosWorld, spent: bigint, ...received: bigint[]) =>
    w.run("/cosmos.bank.v1beta1.MsgMultiSend", {
      inputs: [{ address: BOB, coins: usdc(spent) }],
      outputs: received.map((amount) => ({ address: CARL, coins: usdc(amount) })),
    });

  it("pays many from one; sums must match", () => {
    const w = new CosmosWorld();
    const before = balanceOf(w.k, CARL, USDC_DENOM);
    expect(send(w, 5n, 2n, 3n).code).toBe(0);
    expect(balanceOf(w.k, CARL, USDC_DENOM) - before).toBe(5n);
    expect(send(w, 5n, 2n)).toMatchObject({ code: 4, codespace: "bank" });
    expect(send(w, 5n)).toMatchObject({ code: 3, codespace: "bank" });
    const two = [ALICE, BOB].map((address) => ({ address, coins: usdc(1n) }));
    const many = { inputs: two, outputs: [{ address: CARL, coins: usdc(2n) }] };
    expect(w.run("/cosmos.bank.v1beta1.MsgMultiSend", many)).toMatchObject({ code: 9 });
  });

  it("stops a denom by governance", () => {
    const w = new CosmosWorld();
    const sendEnabled = [{ denom: USDC_DENOM, enabled: false }];
    const set = (authority: string, change: object) =>
      w.run("/cosmos.bank.v1beta1.MsgSetSendEnabled", { authority, ...change });
    expect(set(ALICE, { sendEnabled }).code).toBe(13);
    expect(set(GOV_ADDRESS, { sendEnabled }).code).toBe(0);
    expect(send(w, 1n, 1n)).toMatchObject({ code: 5, codespace: "bank" });
    expect(set(GOV_ADDRESS, { useDefaultFor: [USDC_DENOM] }).code).toBe(0);
    expect(send(w, 1n, 1n).code).toBe(0);
  });

  it("knows the metadata of the native coin", () => {
    const w = new CosmosWorld();
    const request = cosmosBank.QueryDenomMetadataRequest.encode({ denom: NATIVE_DENOM }).finish();
    const path = "/cosmos.bank.v1beta1.Query/DenomMetadata";
    const answer = w.query(path, request, cosmosBank.QueryDenomMetadataResponse);
    expect(answer).toMatchObject({ metadata: { display: "dv4tnt" } });
  });
});

describe("parameters under governance", () => {
  it("auth: limits must be positive", () => {
    const w = new CosmosWorld();
    const params = {
      maxMemoCharacters: 10n,
      txSigLimit: 7n,
      txSizeCostPerByte: 10n,
      sigVerifyCostEd25519: 590n,
      sigVerifyCostSecp256k1: 1000n,
    };
    const set = (change: object, authority = GOV_ADDRESS) =>
      w.run("/cosmos.auth.v1beta1.MsgUpdateParams", {
        authority,
        params: { ...params, ...change },
      });
    expect(set({}, ALICE).code).toBe(13);
    expect(set({ txSigLimit: 0n }).code).toBe(1);
    expect(set({}).code).toBe(0);
    expect(w.k.auth.params.get()?.maxMemoCharacters).toBe(10);
  });

  it("consensus: block limits change and are answered", () => {
    const w = new CosmosWorld();
    const set = (maxBytes: bigint) =>
      w.run("/cosmos.consensus.v1.MsgUpdateParams", {
        authority: GOV_ADDRESS,
        block: { maxBytes, maxGas: -1n },
        evidence: { maxAgeNumBlocks: 1n, maxBytes: 1n },
        validator: { pubKeyTypes: ["ed25519"] },
      });
    expect(set(0n).code).toBe(1);
    w.k.consensus.params.set({
      block: undefined,
      evidence: undefined,
      validator: undefined,
      version: { app: 0n },
      abci: { voteExtensionsEnableHeight: 1n },
    });
    expect(set(1_000_000n).code).toBe(0);
    const path = "/cosmos.consensus.v1.Query/Params";
    const answer = w.query(path, new Uint8Array(), cosmosConsensus.QueryParamsResponse);
    expect(answer).toMatchObject({
      params: { block: { maxBytes: 1_000_000n }, abci: { voteExtensionsEnableHeight: 1n } },
    });
  });

  it("upgrade: a plan lies in the future and can be cancelled", () => {
    const w = new CosmosWorld();
    const plan = (height: bigint) =>
      w.run("/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade", {
        authority: GOV_ADDRESS,
        plan: { name: "v10", height },
      });
    expect(plan(1n).code).toBe(18);
    expect(plan(1000n).code).toBe(0);
    const current = () =>
      w.query(
        "/cosmos.upgrade.v1beta1.Query/CurrentPlan",
        new Uint8Array(),
        cosmosUpgrade.QueryCurrentPlanResponse,
      );
    expect(current()).toMatchObject({ plan: { name: "v10", height: 1000n } });
    w.run("/cosmos.upgrade.v1beta1.MsgCancelUpgrade", { authority: GOV_ADDRESS });
    expect(current()).toMatchObject({ plan: undefined });
  });

  it("slashing: a validator that is not jailed cannot be unjailed", () => {
    const w = new CosmosWorld();
    const message = { validatorAddr: VALIDATOR };
    expect(w.run("/cosmos.slashing.v1beta1.MsgUnjail", message)).toMatchObject({
      code: 5,
      codespace: "slashing",
    });
  });
});

describe("messages that no network here can carry out", () => {
  it("IBC transfers find no channel", () => {
    const w = new CosmosWorld();
    const transfer = {
      sourcePort: "transfer",
      sourceChannel: "channel-0",
      token: usdc(1n)[0],
      sender: BOB,
      receiver: "noble1xyz",
    };
    const url = "/ibc.applications.transfer.v1.MsgTransfer";
    expect(w.run(url, transfer)).toMatchObject({ code: 3, codespace: "channel" });
    expect(w.run(url, { ...transfer, token: usdc(0n)[0] })).toMatchObject({ code: 10 });
  });

  it.each([
    "/cosmos.gov.v1.MsgCancelProposal",
    "/cosmos.gov.v1beta1.MsgSubmitProposal",
    "/cosmos.crisis.v1beta1.MsgVerifyInvariant",
    "/dydxprotocol.vault.MsgSetVaultQuotingParams",
    "/dydxprotocol.vault.MsgUpdateParams",
  ])("app §1.8: %s is unsupported", (url) => {
    expect(messageHandlers.get(url)?.category).toBe("unsupported");
  });
});
