import { createHash } from "node:crypto";
import { encodeAny, perpetuals, prices } from "@perpetua/protocol";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alice, bob, carl } from "../support/accounts.js";
import { removeHome } from "../support/testChain.js";
import { startTestRpc, type TestRpc } from "../support/testRpc.js";
import { type Envelope, send, shortTermOrder, signed, USDC } from "../support/txs.js";

/** Every row of wire.md §2.4 "Recorded CheckTx answers": code, codespace and log word for word. */
describe("CheckTx refusals over broadcast_tx_sync", () => {
  let rpc: TestRpc;
  const HEIGHT = 10;
  const envelope: Envelope = { from: carl, sequence: 0n };
  const payment = send(carl, bob, "7");

  beforeAll(async () => {
    rpc = await startTestRpc();
    await rpc.blocks(HEIGHT);
  });

  afterAll(async () => {
    await rpc.close();
    removeHome(rpc.home);
  });

  const broadcast = (tx: Uint8Array) =>
    rpc.call("broadcast_tx_sync", { tx: Buffer.from(tx).toString("base64") });
  const order = (clientId: number) => shortTermOrder(carl, { clientId, goodTilBlock: HEIGHT + 10 });

  const unauthorized =
    "signature verification failed; please verify account number (2) and chain-id (localdydxprotocol): (unable to verify single signer signature): unauthorized";
  const fee = (got: string) =>
    `insufficient fees; got: ${got} required: 7500000000000000adv4tnt,7500${USDC}: insufficient fee`;

  function wrongSignature(): Uint8Array {
    const tx = signed({ ...envelope, memo: "broken" }, payment);
    tx[tx.length - 1] = (tx[tx.length - 1] as number) ^ 1;
    return tx;
  }

  const other = (type: string, value: Uint8Array) => ({ typeUrl: type, value });
  const injected = other(
    "/dydxprotocol.prices.MsgUpdateMarketPrices",
    prices.MsgUpdateMarketPrices.encode({ marketPriceUpdates: [] }).finish(),
  );
  const governance = encodeAny(
    "/dydxprotocol.perpetuals.MsgUpdateParams",
    perpetuals.MsgUpdateParams.fromPartial({ authority: carl.address }),
  );

  const cases: readonly [string, () => Uint8Array, number, string][] = [
    ["wrong signature", wrongSignature, 4, unauthorized],
    [
      "wrong chain id",
      () => signed({ ...envelope, chainId: "dydx-mainnet-1" }, payment),
      4,
      unauthorized,
    ],
    [
      "wrong account number",
      () => signed({ ...envelope, accountNumber: 77n }, payment),
      4,
      unauthorized,
    ],
    [
      "sequence too high",
      () => signed({ ...envelope, sequence: 5n }, payment),
      32,
      "account sequence mismatch, expected 0, got 5: incorrect account sequence",
    ],
    ["no fee", () => signed({ ...envelope, fee: [] }, payment), 13, fee("")],
    [
      "fee too small",
      () => signed({ ...envelope, fee: [{ denom: USDC, amount: "1" }] }, payment),
      13,
      fee(`1${USDC}`),
    ],
    [
      "fee in another coin",
      () => signed({ ...envelope, fee: [{ denom: "nope", amount: "500000" }] }, payment),
      13,
      fee("500000nope"),
    ],
    [
      "memo of 300",
      () => signed({ ...envelope, memo: "m".repeat(300) }, payment),
      12,
      "maximum number of characters is 256 but received 300 characters: memo too large",
    ],
    [
      "memo of 129 letters in 258 bytes",
      () => signed({ ...envelope, memo: "é".repeat(129) }, payment),
      12,
      "maximum number of characters is 256 but received 258 characters: memo too large",
    ],
    [
      "timeout height passed",
      () => signed({ ...envelope, timeoutHeight: 3n }, payment),
      30,
      `block height: ${HEIGHT}, timeout height: 3: tx timeout height`,
    ],
    [
      "truncated envelope",
      () => signed({ ...envelope, memo: "cut" }, payment).slice(0, 100),
      2,
      "invalid length; unexpected EOF: tx parse error",
    ],
    [
      "random bytes",
      () => new Uint8Array([0x0b, 0x01, 0x02]),
      2,
      "expected 2 wire type, got 3: tx parse error",
    ],
    [
      "unknown field 15",
      () => new Uint8Array([...signed({ ...envelope, memo: "15" }, payment), 0x7a, 0x01, 0x00]),
      2,
      'errUnknownField "*tx.TxRaw": {TagNum: 15, WireType:"bytes"}: tx parse error',
    ],
    [
      "zero bytes",
      () => new Uint8Array(),
      18,
      "must contain at least one message: invalid request",
    ],
    [
      "two short-term orders",
      () => signed({ ...envelope, fee: [] }, order(1), order(2)),
      18,
      "a transaction containing short term MsgCancelOrder or MsgPlaceOrder may not contain more than one message: invalid request",
    ],
    [
      "injected message",
      () => signed(envelope, injected),
      18,
      "app-injected msg must only be included in DeliverTx: invalid request",
    ],
    [
      "governance message",
      () => signed(envelope, governance),
      18,
      "internal msg cannot be submitted externally: invalid request",
    ],
    [
      "key of another account",
      () => signed({ ...envelope, from: { ...alice, accountNumber: 2n } }, payment),
      8,
      `pubKey does not match signer address ${carl.address} with signer index: 0: invalid pubkey`,
    ],
  ];

  it.each(cases)("%s", async (_, make, code, log) => {
    const before = Buffer.from(rpc.chain.exchange.stateHash()).toString("hex");
    const tx = make();
    const hash = createHash("sha256").update(tx).digest("hex").toUpperCase();
    const answer = await broadcast(tx);
    expect(answer.result).toEqual({ code, data: "", log, codespace: "sdk", hash });
    expect(rpc.chain.mempool.size).toBe(0);
    expect(Buffer.from(rpc.chain.exchange.stateHash()).toString("hex")).toBe(before);
    // The same bytes again: seen, whatever became of them.
    const again = { code: -32603, message: "Internal error", data: "tx already exists in cache" };
    expect((await broadcast(tx)).error).toEqual(again);
  });

  it("gas limit of 1000", async () => {
    const fee1000 = [{ denom: USDC, amount: "25" }];
    const tx = signed({ ...envelope, gasLimit: 1_000n, fee: fee1000 }, payment);
    expect((await broadcast(tx)).result).toMatchObject({
      code: 11,
      codespace: "sdk",
      log: "out of gas in location: ReadPerByte; gasWanted: 0, gasUsed: 1180: out of gas",
    });
  });

  it("an order with a fee is taken and pays nothing", async () => {
    const path = `/cosmos/bank/v1beta1/balances/${carl.address}/by_denom?denom=adv4tnt`;
    const before = await rpc.rest(path);
    expect((await broadcast(signed(envelope, order(9)))).result).toMatchObject({ log: "[]" });
    await rpc.block();
    expect(await rpc.rest(path)).toEqual(before);
  });

  it("bank sends are judged at delivery only, and pay their fee there", async () => {
    const tooMuch = send(carl, bob, "1000000000000000000000");
    const sent = await broadcast(signed({ ...envelope, memo: "too much" }, tooMuch));
    expect(sent.result).toMatchObject({ code: 0, log: "[]" });
    await rpc.block();
    const { hash } = sent.result as { hash: string };
    const found = await rpc.result("tx", { hash: Buffer.from(hash, "hex").toString("base64") });
    expect(found.tx_result).toMatchObject({ code: 5, codespace: "sdk", data: null });
    expect(found.tx_result.log).toMatch(/^failed to execute message; message index: 0: /);
    // The sequence is used.
    expect((await broadcast(signed({ ...envelope, sequence: 1n }, payment))).result).toMatchObject({
      code: 0,
    });
    await rpc.block();
  });

  it("a sequence that was used", async () => {
    const answer = await broadcast(signed({ ...envelope, memo: "again" }, payment));
    expect(answer.result).toMatchObject({
      code: 32,
      log: "account sequence mismatch, expected 2, got 0: incorrect account sequence",
    });
  });

  it("over REST: finds delivered transactions by event", async () => {
    const query = encodeURIComponent(`transfer.sender='${carl.address}'`);
    const { status, body } = await rpc.rest(`/cosmos/tx/v1beta1/txs?query=${query}&limit=1`);
    expect(status).toBe(200);
    const { txs, tx_responses, total } = body as {
      txs: unknown[];
      tx_responses: { txhash: string; code: number }[];
      total: string;
    };
    expect([txs.length, total]).toEqual([1, "2"]);
    const one = await rpc.rest(`/cosmos/tx/v1beta1/txs/${tx_responses[0]?.txhash}`);
    expect(one.body).toMatchObject({ tx_response: { code: tx_responses[0]?.code } });
    expect((await rpc.rest("/cosmos/tx/v1beta1/txs")).status).toBe(400);
    expect((await rpc.rest("/cosmos/tx/v1beta1/txs?query=nonsense")).body).toMatchObject({
      code: 3,
      message: 'query: cannot read "nonsense"',
    });
  });

  it("over REST: the same codes; bad requests name the field", async () => {
    const tx_bytes = Buffer.from(wrongSignature()).toString("base64");
    const seen = await rpc.rest("/cosmos/tx/v1beta1/txs", {
      tx_bytes,
      mode: "BROADCAST_MODE_SYNC",
    });
    expect(seen).toMatchObject({ status: 200, body: { tx_response: { code: 19 } } });
    const late = signed({ ...envelope, memo: "rest" }, payment);
    const refused = await rpc.rest("/cosmos/tx/v1beta1/txs", {
      tx_bytes: Buffer.from(late).toString("base64"),
      mode: "BROADCAST_MODE_SYNC",
    });
    expect(refused.body).toMatchObject({ tx_response: { code: 32, codespace: "sdk" } });
    const block = await rpc.rest("/cosmos/tx/v1beta1/txs", {
      tx_bytes,
      mode: "BROADCAST_MODE_BLOCK",
    });
    expect(block).toMatchObject({ status: 400, body: { code: 3 } });
    expect(await rpc.rest("/cosmos/tx/v1beta1/txs", { mode: "BROADCAST_MODE_SYNC" })).toEqual({
      status: 400,
      body: { code: 3, message: "invalid empty tx", details: [] },
    });
    const nothing = await rpc.rest("/cosmos/tx/v1beta1/txs", { tx_bytes, mode: "NOPE" });
    expect(nothing.body).toMatchObject({ code: 3, message: expect.stringContaining("mode") });
  });
});
