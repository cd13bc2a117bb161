import { clob, decodeTx, directSignBytes, verifySignature } from "@perpetua/protocol";
import { describe, expect, it, vi } from "vitest";
import type { NodeClient } from "../../src/lib/exchange/node";
import { TxSender } from "../../src/lib/orders/TxSender";
import type { Intent, OrderIntent, SigningContext } from "../../src/lib/wallet/intents";
import { normalisePhrase, SignerHost } from "../../src/lib/wallet/SignerHost";
import type { Wallet } from "../../src/lib/wallet/Wallet";

/** Public test account "alice" of the local network (genesis.md §11.1). */
const ALICE =
  "merge panther lobster crazy road hollow amused security before critic about cliff exhibit cause coyote talent happy where lion river tobacco option coconut small";
const ADDRESS = "dydx199tqg4wdlnu4qjlxchpd7seg454937hjrknju4";
const order: OrderIntent = {
  kind: "placeOrder",
  subaccountNumber: 0,
  clientId: 42,
  clobPairId: 0,
  flags: 0,
  side: "SELL",
  quantums: 10_000_000n,
  subticks: 2_868_800_000n,
  stepBaseQuantums: 1_000_000n,
  subticksPerTick: 100_000n,
  goodTil: { block: 120 },
  timeInForce: "IOC",
  reduceOnly: true,
  isMarket: true,
};
const context: SigningContext = { chainId: "localdydxprotocol", accountNumber: 3n, sequence: 7n };

async function alice(): Promise<SignerHost> {
  const host = new SignerHost();
  await host.handle("adopt", {
    phrase: ` ${ALICE.toUpperCase()}  `,
    password: null,
    remember: false,
  });
  return host;
}

describe("SignerHost", () => {
  it("signs what the node decodes: same order, valid signature over the received bytes", async () => {
    const host = await alice();
    const { tx } = await host.handle("sign", { intent: order, context });
    const decoded = decodeTx(tx);
    if (!decoded.ok) throw new Error(decoded.log);
    const { raw, body, authInfo } = decoded.tx;
    const message = clob.MsgPlaceOrder.decode(body.messages[0]!.value);
    expect(message.order?.orderId?.subaccountId?.owner).toBe(ADDRESS);
    expect(message.order).toMatchObject({
      quantums: 10_000_000n,
      reduceOnly: true,
      clientMetadata: 1,
    });
    const bytes = directSignBytes({
      bodyBytes: raw.bodyBytes,
      authInfoBytes: raw.authInfoBytes,
      chainId: context.chainId,
      accountNumber: context.accountNumber,
    });
    const key = authInfo.signerInfos[0]!.publicKey!.value.subarray(2);
    expect(verifySignature(raw.signatures[0]!, bytes, key)).toBe(true);
  });

  it("refuses intents that can only be a bug", async () => {
    const host = await alice();
    const bad: Partial<OrderIntent>[] = [
      { quantums: 10_000_001n },
      { subticks: 0n },
      { flags: 64 },
      { timeInForce: "GTT" },
      { clientId: 2 ** 32 },
      { subaccountNumber: -1 },
    ];
    for (const patch of bad) {
      const attempt = host.handle("sign", { intent: { ...order, ...patch }, context });
      await expect(attempt, JSON.stringify(Object.keys(patch))).rejects.toThrow("refused to sign");
    }
    const nothing = { kind: "deposit", subaccountNumber: 0, quantums: 0n } as const;
    await expect(host.handle("sign", { intent: nothing, context })).rejects.toThrow("amount");
  });

  it("refuses words that are no phrase and signs nothing while locked", async () => {
    const host = new SignerHost();
    const adopt = host.handle("adopt", { phrase: "not a phrase", password: null, remember: false });
    await expect(adopt).rejects.toMatchObject({ code: "badPhrase" });
    await expect(host.handle("sign", { intent: order, context })).rejects.toMatchObject({
      code: "locked",
    });
    expect((await host.handle("generate", undefined)).split(" ")).toHaveLength(24);
    expect(normalisePhrase("  One\n two\t THREE ")).toBe("one two three");
  });
});

describe("TxSender", () => {
  const make = (answers: { code: number; codespace?: string; log?: string }[]) => {
    const contexts: SigningContext[] = [];
    const wallet = {
      address: ADDRESS,
      sign: async (_: Intent, signing: SigningContext) => {
        contexts.push(signing);
        return { tx: new Uint8Array(), hash: "" };
      },
    } as unknown as Wallet;
    const node = {
      account: vi.fn(async () => ({ accountNumber: 3n, sequence: 5n })),
      balances: async () => [{ denom: "adv4tnt", amount: 10n ** 18n }],
      broadcast: async () => ({
        codespace: "",
        log: "[]",
        hash: "",
        ...(answers.shift() ?? { code: 0 }),
      }),
    } as unknown as NodeClient;
    return { contexts, sender: new TxSender(wallet, node, "localdydxprotocol"), node };
  };
  const deposit: Intent = { kind: "deposit", subaccountNumber: 0, quantums: 1n };

  it("counts sequences itself, because the node's answer lags a block", async () => {
    const { contexts, sender, node } = make([]);
    await Promise.all([sender.send(deposit), sender.send(deposit), sender.send(deposit)]);
    expect(contexts.map((c) => c.sequence)).toEqual([5n, 6n, 7n]);
    expect(node.account).toHaveBeenCalledTimes(1);
  });

  it("adopts the sequence that the node names and tries once more", async () => {
    const log = "account sequence mismatch, expected 9, got 5: incorrect account sequence";
    const { contexts, sender } = make([{ code: 32, codespace: "sdk", log }]);
    expect((await sender.send(deposit)).code).toBe(0);
    expect(contexts.map((c) => c.sequence)).toEqual([5n, 9n]);
    await sender.send(deposit);
    expect(contexts.at(-1)?.sequence).toBe(10n);
  });

  it("pays fees in the native coin, and nothing for orders", async () => {
    const { contexts, sender } = make([]);
    await sender.send(deposit);
    await sender.send(order);
    expect(contexts[0]?.fee?.denom).toBe("adv4tnt");
    expect(contexts[1]?.fee).toBeUndefined();
  });
});
