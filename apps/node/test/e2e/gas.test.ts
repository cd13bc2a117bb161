import { cosmosTx } from "@perpetua/protocol";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bob, carl } from "../support/accounts.js";
import { removeHome } from "../support/testChain.js";
import { startTestRpc, type TestRpc } from "../support/testRpc.js";
import { deposit, type Message, send, shortTermOrder, signed, USDC } from "../support/txs.js";

/** Gas as clients meet it: simulate, set the limit, broadcast, look at the result. */
let rpc: TestRpc;
let sequence = 0n;

beforeAll(async () => {
  rpc = await startTestRpc();
  await rpc.blocks(3);
});

afterAll(async () => {
  await rpc.close();
  removeHome(rpc.home);
});

/** The form of the JavaScript client: no signature, no fee, no sign mode (wire.md V076). */
function unsigned(...messages: readonly Message[]): Uint8Array {
  const raw = cosmosTx.TxRaw.decode(signed({ from: carl, sequence }, ...messages));
  const { signerInfos } = cosmosTx.AuthInfo.decode(raw.authInfoBytes);
  const authInfo = cosmosTx.AuthInfo.fromPartial({
    signerInfos: signerInfos.map((info) => ({ ...info, modeInfo: { single: { mode: 0 } } })),
    fee: {},
  });
  const authInfoBytes = cosmosTx.AuthInfo.encode(authInfo).finish();
  return cosmosTx.TxRaw.encode({ ...raw, authInfoBytes, signatures: [new Uint8Array()] }).finish();
}

interface Simulated {
  readonly gas_info: { readonly gas_wanted: string; readonly gas_used: string };
}

async function simulate(tx: Uint8Array): Promise<{ status: number; body: unknown }> {
  const tx_bytes = Buffer.from(tx).toString("base64");
  return rpc.rest("/cosmos/tx/v1beta1/simulate", { tx_bytes });
}

/** Sends with a limit and the fee for it, makes a block, and returns what `tx` and REST say. */
async function deliver(gasLimit: bigint, ...messages: readonly Message[]) {
  const fee = [{ denom: USDC, amount: String((gasLimit * 25n + 999n) / 1_000n) }];
  const tx = signed({ from: carl, sequence, gasLimit, fee }, ...messages);
  const { hash, code } = await rpc.result("broadcast_tx_sync", {
    tx: Buffer.from(tx).toString("base64"),
  });
  expect(code).toBe(0);
  sequence++;
  await rpc.block();
  const { tx_result } = await rpc.result("tx", {
    hash: Buffer.from(hash, "hex").toString("base64"),
  });
  const { body } = await rpc.rest(`/cosmos/tx/v1beta1/txs/${hash}`);
  const { tx_response } = body as { tx_response: Record<string, unknown> };
  expect(tx_response).toMatchObject({
    code: tx_result.code,
    gas_wanted: tx_result.gas_wanted,
    gas_used: tx_result.gas_used,
    raw_log: tx_result.log,
  });
  return { result: tx_result, fee: BigInt(fee[0]?.amount ?? 0) };
}

async function balance(): Promise<bigint> {
  const path = `/cosmos/bank/v1beta1/balances/${carl.address}/by_denom?denom=${encodeURIComponent(USDC)}`;
  const { body } = await rpc.rest(path);
  return BigInt((body as { balance: { amount: string } }).balance.amount);
}

it.each([
  ["a payment", [send(carl, bob, "7")]],
  ["a deposit", [deposit(carl, 5)]],
  ["several messages", [send(carl, bob, "1"), deposit(carl, 1), send(carl, bob, "2")]],
])("what simulate says of %s is enough, with a little for the fee's own bytes", async (_, list) => {
  const { status, body } = await simulate(unsigned(...list));
  expect(status).toBe(200);
  const { gas_wanted, gas_used } = (body as Simulated).gas_info;
  expect(gas_wanted).toBe("18446744073709551615");
  const used = BigInt(gas_used);
  expect(used).toBeGreaterThan(40_000n);
  // A fee of one coin takes less than 100 bytes at 10 gas each; clients add 60 % and more.
  const limit = used + 1_000n;
  const { result } = await deliver(limit, ...list);
  expect(result).toMatchObject({ code: 0, gas_wanted: String(limit) });
  expect(BigInt(result.gas_used)).toBeLessThanOrEqual(limit);
  expect(BigInt(result.gas_used)).toBeGreaterThan(used - 1_500n);
});

it("simulate keeps nothing and wants the right sequence", async () => {
  const before = Buffer.from(rpc.chain.exchange.stateHash()).toString("hex");
  expect((await simulate(unsigned(send(carl, bob, "7")))).status).toBe(200);
  expect(Buffer.from(rpc.chain.exchange.stateHash()).toString("hex")).toBe(before);
  sequence += 5n;
  const late = await simulate(unsigned(send(carl, bob, "7")));
  sequence -= 5n;
  expect(late.status).toBe(500);
  expect(JSON.stringify(late.body)).toContain("account sequence mismatch");
});

it("a limit that ends within a message: the block says 11, fee and sequence are spent", async () => {
  const before = await balance();
  const { result, fee } = await deliver(60_000n, send(carl, bob, "7"));
  expect(result).toMatchObject({ code: 11, codespace: "sdk", data: null, gas_wanted: "60000" });
  expect(result.log).toBe(
    `out of gas in location: WriteFlat; gasWanted: 60000, gasUsed: ${result.gas_used}: out of gas`,
  );
  expect(BigInt(result.gas_used)).toBeGreaterThan(60_000n);
  expect(await balance()).toBe(before - fee);
  // The next sequence is the right one.
  expect((await deliver(200_000n, send(carl, bob, "7"))).result.code).toBe(0);
});

it("a limit that ends before the messages is refused on arrival and costs nothing", async () => {
  const before = await balance();
  const gasLimit = 20_000n;
  const fee = [{ denom: USDC, amount: "500" }];
  const tx = signed({ from: carl, sequence, gasLimit, fee }, send(carl, bob, "7"));
  const answer = await rpc.result("broadcast_tx_sync", { tx: Buffer.from(tx).toString("base64") });
  expect(answer).toMatchObject({ code: 11, codespace: "sdk" });
  expect(answer.log).toMatch(
    /^out of gas in location: .+; gasWanted: 0, gasUsed: \d+: out of gas$/,
  );
  expect(rpc.chain.mempool.size).toBe(0);
  expect(await balance()).toBe(before);
});

it("a short-term order is free in simulation, too", async () => {
  const order = shortTermOrder(carl, { clientId: 1, goodTilBlock: rpc.chain.height + 10 });
  const { status, body } = await simulate(unsigned(order));
  expect(status).toBe(200);
  expect((body as Simulated).gas_info.gas_used).toBe("0");
});
