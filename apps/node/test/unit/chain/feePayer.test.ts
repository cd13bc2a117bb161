import { cosmosTx, directSignBytes, signBytes } from "@perpetua/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bob, carl, dave, type TestAccount } from "../../support/accounts.js";
import { CHAIN_ID, openTestChain, removeHome, type TestChain } from "../../support/testChain.js";
import { send, signed } from "../../support/txs.js";

/** The transaction with another fee payer, signed again by `signers` in order. */
function paidBy(payer: string, tx: Uint8Array, signers: readonly TestAccount[]): Uint8Array {
  const raw = cosmosTx.TxRaw.decode(tx);
  const info = cosmosTx.AuthInfo.decode(raw.authInfoBytes);
  const first = info.signerInfos[0] as cosmosTx.SignerInfo;
  const fee = { ...(info.fee as cosmosTx.Fee), payer };
  const signerInfos = signers.map(({ key }) => ({
    ...first,
    publicKey: {
      typeUrl: "/cosmos.crypto.secp256k1.PubKey",
      value: Uint8Array.of(10, 33, ...key.publicKey),
    },
  }));
  const { bodyBytes } = raw;
  const authInfoBytes = cosmosTx.AuthInfo.encode({ ...info, fee, signerInfos }).finish();
  const signatures = signers.map(({ key, accountNumber }) => {
    const doc = directSignBytes({ bodyBytes, authInfoBytes, chainId: CHAIN_ID, accountNumber });
    return signBytes(doc, key.privateKey);
  });
  return cosmosTx.TxRaw.encode({ bodyBytes, authInfoBytes, signatures }).finish();
}

/** Review finding: a named fee payer paid without having signed. */
describe("a named fee payer", () => {
  let test: TestChain;
  const payment = () => signed({ from: carl, sequence: 0n }, send(carl, bob, "7"));

  beforeAll(async () => {
    test = openTestChain();
    await test.blocks(2);
  });

  afterAll(async () => {
    await test.close();
    removeHome(test.home);
  });

  it("must have signed", async () => {
    const { check } = await test.chain.submit(paidBy(dave.address, payment(), [carl]));
    expect(check).toMatchObject({ code: 4, codespace: "sdk" });
    expect(check.log).toBe("invalid number of signer;  expected: 2, got 1: unauthorized");
  });

  it("must have signed with its own key", async () => {
    const { check } = await test.chain.submit(paidBy(dave.address, payment(), [carl, bob]));
    expect(check).toMatchObject({ code: 8, codespace: "sdk" });
  });

  it("pays when it signed", async () => {
    const { check } = await test.chain.submit(paidBy(dave.address, payment(), [carl, dave]));
    expect(check).toMatchObject({ code: 0 });
    await test.block();
    const record = test.chain.log.read(test.chain.height);
    const payer = record?.results
      .flatMap((r) => r.events)
      .flatMap((e) => e.attributes)
      .find(([key]) => key === "fee_payer");
    expect(payer?.[1]).toBe(dave.address);
  });
});
