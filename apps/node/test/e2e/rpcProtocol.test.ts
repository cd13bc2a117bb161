import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { bob, carl } from "../support/accounts.js";
import { removeHome } from "../support/testChain.js";
import { startTestRpc, type TestRpc } from "../support/testRpc.js";
import { send, signed } from "../support/txs.js";

describe("JSON-RPC, GET and WebSocket forms", () => {
  let rpc: TestRpc;

  beforeAll(async () => {
    rpc = await startTestRpc();
    await rpc.blocks(3);
  });

  afterAll(async () => {
    await rpc.close();
    removeHome(rpc.home);
  });

  async function post(body: string, path = ""): Promise<{ status: number; text: string }> {
    const response = await fetch(rpc.rpcUrl + path, { method: "POST", body });
    return { status: response.status, text: await response.text() };
  }

  it("answers what it cannot parse with 500 and −32700", async () => {
    const { status, text } = await post("{");
    expect(status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ id: null, error: { code: -32700 } });
  });

  it.each([
    ["5", -1],
    ['{"id":"a"}', "a"],
    ["null", -1],
    ['{"id":3,"method":7}', 3],
  ])("refuses %s as an invalid request", async (body, id) => {
    expect(JSON.parse((await post(body)).text)).toMatchObject({ id, error: { code: -32600 } });
  });

  it("keeps the id, number or text, and answers batches in order", async () => {
    const call = (id: unknown, method: string) => ({ jsonrpc: "2.0", id, method, params: {} });
    const batch = [call(1, "health"), call("two", "nope"), call(3, "status")];
    const answers = JSON.parse((await post(JSON.stringify(batch))).text);
    expect(answers.map((a: { id: unknown }) => a.id)).toEqual([1, "two", 3]);
    expect(answers[1].error).toEqual({ code: -32601, message: "Method not found" });
  });

  it("refuses a batch of more than a hundred", async () => {
    const batch = Array.from({ length: 101 }, (_, id) => ({ id, method: "health" }));
    expect(JSON.parse((await post(JSON.stringify(batch))).text).error.code).toBe(-32600);
  });

  it("refuses a body over a megabyte and goes on", async () => {
    expect((await post("x".repeat(1_000_001))).status).toBe(413);
    expect(await rpc.result("health")).toEqual({});
  });

  it.each([
    ["block", { height: "x" }, "height must be an integer, got x"],
    ["block", { height: "99999999999999999999" }, "height must be an integer"],
    ["tx", { hash: "***" }, "hash must be base64"],
    ["abci_query", { path: "/x", data: "zz" }, "data must be hex"],
    ["abci_query", { path: 5 }, "path must be a string"],
    ["tx_search", { query: "" }, "query must not be empty"],
    ["tx_search", { query: "tx.height=x" }, "cannot read"],
    ["tx_search", { query: "tx.height" }, "cannot read"],
    ["tx_search", { query: "tx.height=1", page: "0" }, "page should be within"],
    ["tx_search", { query: "tx.height=1", order_by: "up" }, "expected order_by"],
  ])("%s %j names the field and the rule", async (method, params, text) => {
    const { error } = await rpc.call(method, params);
    expect([-32602, -32603]).toContain(error?.code);
    expect(error?.data).toContain(text);
  });

  it("refuses state of another height than the newest", async () => {
    const path = "/dydxprotocol.clob.Query/ClobPair";
    const ask = async (height: string) =>
      (await rpc.result("abci_query", { path, data: "", height })).response;
    expect(await ask("0")).toMatchObject({ code: 0 });
    expect(await ask(String(rpc.chain.height))).toMatchObject({ code: 0 });
    expect(await ask("1")).toMatchObject({ code: 18, codespace: "sdk", value: null });
    expect(await ask("1000000")).toMatchObject({ code: 26, codespace: "sdk" });
  });

  it("finds blocks by hash and by search", async () => {
    const block = await rpc.result("block", { height: "2" });
    const hash = Buffer.from(block.block_id.hash, "hex").toString("base64");
    expect(await rpc.result("block_by_hash", { hash })).toEqual(block);
    const unknown = Buffer.alloc(32).toString("base64");
    expect((await rpc.result("block_by_hash", { hash: unknown })).block).toBeNull();
    const found = await rpc.result("block_search", { query: "block.height>1 AND block.height<3" });
    expect(found).toEqual({ blocks: [block], total_count: "1" });
  });

  it("chains headers by hash and commits to results", async () => {
    const [one, two] = await Promise.all(
      ["1", "2"].map((height) => rpc.result("block", { height })),
    );
    expect(two.block.header.last_block_id).toEqual(one.block_id);
    expect(two.block.last_commit.block_id).toEqual(one.block_id);
    expect(one.block.header.last_block_id.hash).toBe("");
  });

  it("lists methods on GET /, 404 elsewhere, CORS everywhere", async () => {
    expect((await rpc.get("/")).text).toContain("broadcast_tx_sync");
    expect((await rpc.get("/subscribe")).status).toBe(404);
    expect((await post("{}", "/elsewhere")).status).toBe(404);
    const preflight = await fetch(rpc.rpcUrl, { method: "OPTIONS" });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("sends new blocks and transactions to subscribers, on the subscription's id", async () => {
    const socket = new WebSocket(`${rpc.rpcUrl.replace("http", "ws")}/websocket`);
    const frames: { id: unknown; result?: { data?: { type: string; value: object } } }[] = [];
    socket.on("message", (data) => frames.push(JSON.parse(String(data))));
    await new Promise((resolve) => socket.once("open", resolve));
    const ask = (id: number, method: string, query: string) =>
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params: { query } }));
    ask(1, "subscribe", "tm.event='NewBlock'");
    ask(2, "subscribe", "tm.event = 'Tx'");
    ask(3, "subscribe", "tm.event='Nonsense'");
    await expect.poll(() => frames.length).toBe(3);
    expect(frames.map((f) => [f.id, f.result])).toEqual([
      [1, {}],
      [2, {}],
      [3, undefined],
    ]);
    const tx = Buffer.from(signed({ from: carl, sequence: 0n }, send(carl, bob, "1")));
    await rpc.result("broadcast_tx_sync", { tx: tx.toString("base64") });
    await rpc.block();
    await expect.poll(() => frames.filter((f) => f.id === 1).length).toBe(2);
    const txs = frames.filter((f) => f.id === 2 && f.result?.data !== undefined);
    expect(txs.map((f) => f.result?.data?.type)).toContain("tendermint/event/Tx");
    ask(4, "unsubscribe", "tm.event='NewBlock'");
    await expect.poll(() => frames.some((f) => f.id === 4)).toBe(true);
    await rpc.block();
    expect(frames.filter((f) => f.id === 1)).toHaveLength(2);
    socket.terminate();
  });

  it("sends what every condition of a subscription allows, five queries per client", async () => {
    const socket = new WebSocket(`${rpc.rpcUrl.replace("http", "ws")}/websocket`);
    const frames: { id: number; error?: { data?: string }; result?: { data?: object } }[] = [];
    socket.on("message", (data) => frames.push(JSON.parse(String(data))));
    await new Promise((resolve) => socket.once("open", resolve));
    const tx = Buffer.from(signed({ from: bob, sequence: 0n }, send(bob, carl, "1")));
    const hash = createHash("sha256").update(tx).digest("hex").toUpperCase();
    const queries = [
      `tm.event='Tx' AND tx.hash='${hash}'`,
      `tm.event='Tx' AND transfer.sender='${bob.address}'`,
      `tm.event='Tx' AND tx.hash='${"0".repeat(64)}'`,
      `tm.event='NewBlock' AND block.height=1`,
      "tm.event='NewBlockHeader'",
      "tm.event='NewBlock'",
    ];
    for (const [id, query] of queries.entries())
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method: "subscribe", params: { query } }));
    await expect.poll(() => frames.length).toBe(6);
    expect(frames.find((f) => f.id === 5)?.error?.data).toBe(
      "max_subscriptions_per_client 5 reached",
    );
    await rpc.result("broadcast_tx_sync", { tx: tx.toString("base64") });
    await rpc.block();
    const got = (id: number) => frames.filter((f) => f.id === id && f.result?.data).length;
    await expect.poll(() => got(4)).toBe(1);
    expect([got(0), got(1), got(2), got(3)]).toEqual([1, 1, 0, 0]);
    socket.terminate();
  });

  it("serves REST: entities, refusals, our own path", async () => {
    expect(await rpc.rest("/perpetua/v1/oracle/source")).toEqual({
      status: 200,
      body: { source: "sim" },
    });
    expect((await rpc.rest("/cosmos/base/tendermint/v1beta1/blocks/latest")).status).toBe(200);
    const future = await rpc.rest("/cosmos/base/tendermint/v1beta1/blocks/999999");
    expect(future).toMatchObject({ status: 400, body: { code: 3 } });
    const bad = await rpc.rest("/cosmos/base/tendermint/v1beta1/blocks/abc");
    expect(bad).toMatchObject({ status: 400, body: { code: 3 } });
    expect(await rpc.rest("/nope")).toEqual({
      status: 501,
      body: { code: 12, message: "Not Implemented", details: [] },
    });
    const unknown = await rpc.rest(`/cosmos/tx/v1beta1/txs/${"0".repeat(64)}`);
    expect(unknown).toMatchObject({ status: 404, body: { code: 5 } });
    const broken = await fetch(`${rpc.restUrl}/cosmos/tx/v1beta1/simulate`, {
      method: "POST",
      body: "{",
    });
    expect(broken.status).toBe(400);
    expect((await rpc.rest("/cosmos/bank/v1beta1/balances/%E0%A4%A")).status).toBe(400);
  });
});
