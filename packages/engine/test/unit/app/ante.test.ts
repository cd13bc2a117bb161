import {
  cosmosBank,
  cosmosTx,
  encodeAny,
  perpetuals,
  TX_EXTENSION_TYPE_URL,
} from "@perpetua/protocol";
import { describe, expect, it } from "vitest";
import { Exchange } from "../../../src/app/exchange.js";
import { NATIVE_DENOM, USDC_DENOM } from "../../../src/bank/index.js";
import { buildTransaction, lenientVerifier, type SimAccount } from "../../sim/accounts.js";
import { simGenesis } from "../../sim/genesis.js";
import { Rng } from "../../sim/rng.js";

const SEND = "/cosmos.bank.v1beta1.MsgSend";
const TIER = "/dydxprotocol.perpetuals.MsgSetLiquidityTier";

const { document, accounts } = simGenesis(new Rng(1), 5, 10);
const [exchange] = Exchange.genesis(document, { verifier: lenientVerifier });
const sender = accounts[0] as SimAccount;

const payment = () => {
  const amount = [{ denom: USDC_DENOM, amount: "7" }];
  const message = { fromAddress: sender.address, toAddress: sender.address, amount };
  return encodeAny(SEND, cosmosBank.MsgSend.fromPartial(message));
};

interface Change {
  readonly message?: { typeUrl: string; value: Uint8Array };
  readonly body?: Partial<cosmosTx.TxBody>;
  readonly fee?: Partial<cosmosTx.Fee>;
  readonly signatures?: Uint8Array[];
}

/** A payment that is fine, changed in one respect. */
function transaction({ message = payment(), body, fee, signatures }: Change): Uint8Array {
  const bytes = buildTransaction(sender, [message], { sequence: 0n, fee: 20_000n, gas: 400_000n });
  const raw = cosmosTx.TxRaw.decode(bytes);
  const authInfo = cosmosTx.AuthInfo.decode(raw.authInfoBytes);
  const newFee = { ...cosmosTx.Fee.fromPartial({}), ...authInfo.fee, ...fee };
  return cosmosTx.TxRaw.encode({
    bodyBytes: cosmosTx.TxBody.encode({
      ...cosmosTx.TxBody.decode(raw.bodyBytes),
      ...body,
    }).finish(),
    authInfoBytes: cosmosTx.AuthInfo.encode({ ...authInfo, fee: newFee }).finish(),
    signatures: signatures ?? raw.signatures,
  }).finish();
}

function check(change: Change) {
  const { code, codespace, log, gasWanted, gasUsed } = exchange.simulateCheck(transaction(change));
  return { answer: `${codespace} ${code}`, log, gasWanted, gasUsed };
}

describe("app §1.7 ante chain", () => {
  it("takes a payment that is fine", () => {
    expect(check({}).log).toBe("[]");
  });

  it("messages are judged before anything else (BaseApp), even by whom they may be sent", () => {
    const tier = (initialMarginPpm: number) => {
      const liquidityTier = { id: 9, name: "x", initialMarginPpm, impactNotional: 1n };
      const message = { authority: sender.address, liquidityTier };
      return encodeAny(TIER, perpetuals.MsgSetLiquidityTier.fromPartial(message));
    };
    const [bad, good] = [tier(1_000_001), tier(1)];
    const extensionOptions = [{ typeUrl: TX_EXTENSION_TYPE_URL, value: new Uint8Array() }];
    expect(check({ message: bad, body: { extensionOptions } }).answer).toBe("perpetuals 3");
    expect(check({ message: good, body: { extensionOptions } }).answer).toBe("sdk 31");
    expect(check({ message: good }).answer).toBe("sdk 18");
  });

  it("a critical extension option is refused with the SDK's bare text", () => {
    const extensionOptions = [{ typeUrl: TX_EXTENSION_TYPE_URL, value: new Uint8Array() }];
    expect(check({ body: { extensionOptions } })).toMatchObject({
      answer: "sdk 31",
      log: "unknown extension options",
    });
  });

  it("a malformed TxExtension is a parse error, not a fault of the node", () => {
    const nonCriticalExtensionOptions = [
      { typeUrl: TX_EXTENSION_TYPE_URL, value: Uint8Array.of(0x0a, 0x7f) },
    ];
    expect(check({ body: { nonCriticalExtensionOptions } }).answer).toBe("sdk 2");
  });

  it("missing signatures count before time-out, memo and fee", () => {
    const body = { memo: "x".repeat(300) };
    expect(check({ signatures: [], fee: { amount: [] }, body })).toMatchObject({
      answer: "sdk 15",
      log: "no signatures supplied",
    });
  });

  it("more gas than an int64 holds is refused before the fee", () => {
    const gasLimit = 1n << 63n;
    expect(check({ fee: { gasLimit, amount: [] } })).toMatchObject({
      answer: "sdk 18",
      log: `invalid gas supplied; ${gasLimit} > ${gasLimit - 1n}: invalid request`,
    });
  });

  it("a negative fee, an unsorted one, and one that the account does not have", () => {
    const usdc = (amount: string) => ({ denom: USDC_DENOM, amount });
    const native = (amount: string) => ({ denom: NATIVE_DENOM, amount });
    expect(check({ fee: { amount: [usdc("-5")] } })).toMatchObject({
      answer: "sdk 13",
      log: `invalid fee provided: -5${USDC_DENOM}: insufficient fee`,
    });
    expect(check({ fee: { amount: [usdc("20000"), native("1")] } })).toMatchObject({
      answer: "sdk 13",
      log: `invalid fee amount: 20000${USDC_DENOM},1${NATIVE_DENOM}: insufficient fee`,
    });
    const much = 10n ** 30n;
    const { answer, log } = check({ fee: { amount: [usdc(String(much))] } });
    expect(answer).toBe("sdk 5");
    expect(log).toMatch(
      new RegExp(`is smaller than ${much}${USDC_DENOM}: insufficient funds: insufficient funds$`),
    );
  });

  it("a paid transaction that fails before its fee shows its gas limit and used none", () => {
    expect(check({ body: { memo: "x".repeat(300) } })).toMatchObject({
      answer: "sdk 12",
      gasWanted: 400_000n,
      gasUsed: 0n,
    });
  });
});
