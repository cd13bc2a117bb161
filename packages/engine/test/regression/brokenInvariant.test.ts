import { cosmosBank } from "@perpetua/protocol";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Exchange } from "../../src/app/exchange.js";
import type { EngineKernel } from "../../src/app/kernel.js";
import { messageHandlers } from "../../src/app/messageTable.js";
import { getAccount } from "../../src/auth/index.js";
import { balanceOf, USDC_DENOM } from "../../src/bank/index.js";
import { InvariantError } from "../../src/math/index.js";
import type { MessageHandler } from "../../src/state/index.js";
import { buildTransaction, lenientVerifier, type SimAccount } from "../sim/accounts.js";
import { simGenesis } from "../sim/genesis.js";
import { Rng } from "../sim/rng.js";

const SEND = "/cosmos.bank.v1beta1.MsgSend";
const FEE = 20_000n;
const handler = messageHandlers.get(SEND) as MessageHandler<EngineKernel, unknown>;

afterEach(() => vi.restoreAllMocks());

interface Setup {
  readonly exchange: Exchange;
  readonly k: EngineKernel;
  readonly sender: SimAccount;
  readonly receiver: SimAccount;
}

function setUp(): Setup {
  const { document, accounts } = simGenesis(new Rng(1), 5, 10);
  let kernel: EngineKernel | undefined;
  const [exchange] = Exchange.genesis(document, {
    verifier: lenientVerifier,
    prepare: (k) => {
      kernel = k;
    },
  });
  return {
    exchange,
    k: kernel as EngineKernel,
    sender: accounts[0] as SimAccount,
    receiver: accounts[1] as SimAccount,
  };
}

const payment = ({ sender, receiver }: Setup, sequence: bigint): Uint8Array => {
  const value = cosmosBank.MsgSend.encode({
    fromAddress: sender.address,
    toAddress: receiver.address,
    amount: [{ denom: USDC_DENOM, amount: "7" }],
  }).finish();
  return buildTransaction(sender, [{ typeUrl: SEND, value }], {
    sequence,
    fee: FEE,
    gas: 400_000n,
  });
};

/** The handler does its work and then breaks off, once. */
function breakOnce(error: Error): void {
  const original = handler.handle.bind(handler);
  vi.spyOn(handler, "handle").mockImplementationOnce((k, value) => {
    original(k, value);
    throw error;
  });
}

const block = ({ exchange }: Setup, txs: readonly Uint8Array[]) =>
  exchange.finalizeBlock({
    height: exchange.height + 1,
    seconds: exchange.header.seconds + 1,
    nanos: 0,
    proposer: new Uint8Array(20),
    txs,
  });

describe("a handler that breaks an invariant", () => {
  test("fails its transaction alone; fee and sequence stay, the rest of the block goes on", () => {
    const setup = setUp();
    const { k, receiver, sender, exchange } = setup;
    const [had, paid] = [receiver, sender].map((a) => balanceOf(k, a.address, USDC_DENOM));
    breakOnce(new InvariantError("supply went negative"));
    const { results } = block(setup, [payment(setup, 0n), payment(setup, 1n)]);
    expect(results[0]).toMatchObject({ code: 111_222, codespace: "undefined" });
    expect(results[0]?.log).toContain("PANICKED: supply went negative");
    expect(results[1]).toMatchObject({ code: 0 });
    exchange.commit();
    expect(balanceOf(k, receiver.address, USDC_DENOM)).toBe((had as bigint) + 7n);
    expect(balanceOf(k, sender.address, USDC_DENOM)).toBe((paid as bigint) - 7n - 2n * FEE);
    expect(getAccount(k, sender.address)?.sequence).toBe(2);
  });

  test("is an ordinary fault of the program otherwise", () => {
    const setup = setUp();
    breakOnce(new TypeError("undefined is not a function"));
    expect(() => block(setup, [payment(setup, 0n)])).toThrow(TypeError);
  });
});

test("an ante chain that breaks an invariant refuses and leaves nothing behind", () => {
  const setup = setUp();
  const { exchange, k, sender } = setup;
  const before = exchange.stateHash();
  const had = balanceOf(k, sender.address, USDC_DENOM);
  const tx = payment(setup, 0n);
  const signers = handler.signers.bind(handler);
  // First asked for by the fee, which is taken; then by the signatures.
  vi.spyOn(handler, "signers")
    .mockImplementationOnce(signers)
    .mockImplementationOnce(() => {
      throw new InvariantError("fee collector is gone");
    });
  expect(exchange.checkTx(tx)).toMatchObject({ code: 111_222, codespace: "undefined" });
  expect(balanceOf(k, sender.address, USDC_DENOM)).toBe(had);
  expect(getAccount(k, sender.address)?.sequence).toBe(0);
  expect(exchange.stateHash()).toEqual(before);
  expect(exchange.checkTx(tx)).toMatchObject({ code: 0 });
  expect(balanceOf(k, sender.address, USDC_DENOM)).toBe((had as bigint) - FEE);
});
