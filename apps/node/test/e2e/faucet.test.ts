import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createSilentLogger } from "@perpetua/telemetry";
import { Recording } from "@perpetua/testkit";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ChainClient } from "../../src/faucet/chainClient.js";
import { Payer } from "../../src/faucet/payer.js";
import { createFaucetServer } from "../../src/faucet/start.js";
import { LOCAL_FAUCET_MNEMONIC, TEST_ACCOUNT_MNEMONIC } from "../../src/genesis/localGenesis.js";
import { bob } from "../support/accounts.js";
import { removeHome } from "../support/testChain.js";
import { startTestRpc, type TestRpc } from "../support/testRpc.js";
import { USDC } from "../support/txs.js";

describe.each([
  ["the local network", undefined],
  ["a network that does not fund the faucet", new Recording().genesis()],
])("faucet on %s", (_, genesis) => {
  let rpc: TestRpc;
  let faucet: FastifyInstance;
  let blocks: NodeJS.Timeout;

  beforeAll(async () => {
    rpc = await startTestRpc(genesis === undefined ? {} : { genesis });
    await rpc.blocks(2);
    let busy = false;
    blocks = setInterval(() => {
      if (busy) return;
      busy = true;
      void rpc.block().finally(() => {
        busy = false;
      });
    }, 50);
    const chain = new ChainClient(rpc.rpcUrl, rpc.restUrl);
    const logger = createSilentLogger();
    const payer = new Payer(chain, [LOCAL_FAUCET_MNEMONIC, TEST_ACCOUNT_MNEMONIC], logger);
    faucet = createFaucetServer(payer, { maxUsdc: 1_000_000 }, logger);
  });

  afterAll(async () => {
    clearInterval(blocks);
    await faucet.close();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await rpc.close();
    removeHome(rpc.home);
  });

  const post = (path: string, payload: object) =>
    faucet.inject({ method: "POST", url: `/faucet/${path}`, payload });

  const quantumsOf = async (number: number): Promise<bigint> => {
    const path = `/dydxprotocol/subaccounts/subaccount/${bob.address}/${number}`;
    const { body } = await rpc.rest(path);
    const { subaccount } = body as {
      subaccount: { asset_positions: { quantums: string }[] };
    };
    return BigInt(subaccount.asset_positions[0]?.quantums ?? "0");
  };

  it("fills a wallet, new addresses too", async () => {
    const address = "dydx1fjg6zp6vv8t9wvy4lps03r5l4g7tkjw9wvmh70";
    const balance = async () => {
      const path = `/cosmos/bank/v1beta1/balances/${address}/by_denom?denom=${USDC}`;
      const { body } = await rpc.rest(path);
      return BigInt((body as { balance: { amount: string } }).balance.amount);
    };
    const before = await balance();
    const answer = await post("native-token", { address });
    expect([answer.statusCode, answer.json()]).toEqual([
      202,
      { txHash: expect.stringMatching(/^[0-9A-F]{64}$/) },
    ]);
    expect((await balance()) - before).toBe(1_000_000_000n);
  });

  it("pays several requests at once", async () => {
    const payload = { address: bob.address, subaccountNumber: 7, amount: 250 };
    const quantums = () => quantumsOf(7);
    // The recorded genesis is years old: the gap blocks deposits for fifty blocks (risk.md §4.9).
    await expect.poll(() => rpc.chain.height, { timeout: 20_000 }).toBeGreaterThan(55);
    const before = await quantums();
    const answers = await Promise.all([1, 2, 3].map(() => post("tokens", payload)));
    expect(answers.map((a) => a.statusCode)).toEqual([202, 202, 202]);
    expect((await quantums()) - before).toBe(750_000_000n);
  });

  it("pays fractions exactly", async () => {
    const before = await quantumsOf(8);
    const payload = { address: bob.address, subaccountNumber: 8, amount: 8.2 };
    expect((await post("tokens", payload)).statusCode).toBe(202);
    expect((await quantumsOf(8)) - before).toBe(8_200_000n);
  });

  it.each([
    ["tokens", { address: "nope" }, "address", "must be a dydx address"],
    ["tokens", { address: bob.address, amount: -1 }, "amount", ">=0.000001"],
    ["tokens", { address: bob.address, amount: 1e-7 }, "amount", ">=0.000001"],
    ["tokens", { address: bob.address, amount: 1e12 }, "amount", "1000000"],
    ["tokens", { address: bob.address, subaccountNumber: 128_001 }, "subaccountNumber", "128000"],
    ["tokens", { address: bob.address, amount: "x" }, "amount", "number"],
    ["native-token", {}, "address", "expected string"],
  ])("refuses %s %j by field and rule", async (path, payload, param, text) => {
    const answer = await post(path, payload);
    expect(answer.statusCode).toBe(400);
    const [error] = answer.json().errors;
    expect(error.param).toBe(param);
    expect(error.msg).toContain(text);
  });

  it("refuses what is not JSON, and answers preflights", async () => {
    const headers = { "content-type": "application/json" };
    const url = "/faucet/tokens";
    const answer = await faucet.inject({ method: "POST", url, headers, payload: "{" });
    expect(answer.statusCode).toBe(400);
    expect((await faucet.inject({ method: "OPTIONS", url })).statusCode).toBe(204);
  });
});

describe("faucet of a node whose answers are lost", () => {
  let rpc: TestRpc;
  let blocks: NodeJS.Timeout;
  let proxy: Server;
  /** Answers to `tx` that the proxy still swallows. */
  let losses = 0;

  beforeAll(async () => {
    rpc = await startTestRpc();
    await rpc.blocks(2);
    let busy = false;
    blocks = setInterval(() => {
      if (busy) return;
      busy = true;
      void rpc.block().finally(() => {
        busy = false;
      });
    }, 50);
    proxy = createServer(async (request, response) => {
      const body = await text(request);
      if (JSON.parse(body).method === "tx" && losses > 0) {
        losses--;
        response.destroy();
        return;
      }
      const answer = await fetch(rpc.rpcUrl, { method: "POST", body });
      response.end(await answer.text());
    });
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
  });

  afterAll(async () => {
    clearInterval(blocks);
    proxy.close();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await rpc.close();
    removeHome(rpc.home);
  });

  const pay = (timeoutMs: number) => {
    const { port } = proxy.address() as AddressInfo;
    const chain = new ChainClient(`http://127.0.0.1:${port}`, rpc.restUrl, timeoutMs);
    const payer = new Payer(chain, [LOCAL_FAUCET_MNEMONIC], createSilentLogger());
    const amount = [{ denom: USDC, amount: "5" }];
    return payer.pay((fromAddress) => [
      {
        typeUrl: "/cosmos.bank.v1beta1.MsgSend",
        value: { fromAddress, toAddress: bob.address, amount },
      },
    ]);
  };

  const balance = async (): Promise<bigint> => {
    const path = `/cosmos/bank/v1beta1/balances/${bob.address}/by_denom?denom=${USDC}`;
    const { body } = await rpc.rest(path);
    return BigInt((body as { balance: { amount: string } }).balance.amount);
  };

  it("asks again and pays once", async () => {
    const before = await balance();
    losses = 2;
    expect(await pay(10_000)).toMatch(/^[0-9A-F]{64}$/);
    expect((await balance()) - before).toBe(5n);
  });

  it("says so and does not pay again when it never hears of its payment", async () => {
    const before = await balance();
    losses = Number.POSITIVE_INFINITY;
    await expect(pay(600)).rejects.toThrow(/was sent and not seen in a block/);
    const { height } = rpc.chain;
    await expect.poll(() => rpc.chain.height).toBeGreaterThan(height + 3);
    expect((await balance()) - before).toBe(5n);
  });
});
