import { createSilentLogger } from "@perpetua/telemetry";
import { startServers } from "../../src/rpc/index.js";
import { openTestChain, type TestChain, type TestChainOptions } from "./testChain.js";

export interface TestRpc extends TestChain {
  readonly rpcUrl: string;
  readonly restUrl: string;
  /** The whole JSON-RPC answer. */
  call(method: string, params?: object): Promise<RpcAnswer>;
  /** The result of a call that must succeed. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked member by member.
  result(method: string, params?: object): Promise<any>;
  get(path: string): Promise<{ status: number; text: string }>;
  rest(path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
}

export interface RpcAnswer {
  readonly jsonrpc: string;
  readonly id: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: string };
}

/** A chain with its servers on free ports. */
export async function startTestRpc(options: TestChainOptions = {}): Promise<TestRpc> {
  const test = openTestChain(options);
  const closers: (() => unknown)[] = [];
  const ports = await startServers({
    chain: test.chain,
    options: { bind: "127.0.0.1", ports: { rpc: 0, rest: 0 } },
    logger: createSilentLogger(),
    shutdown: { onClose: (_name, close) => void closers.push(close) },
    priceSource: () => "sim",
  });
  const rpcUrl = `http://127.0.0.1:${ports.rpc}`;
  const restUrl = `http://127.0.0.1:${ports.rest}`;
  const call = async (method: string, params: object = {}) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 7, method, params });
    const response = await fetch(rpcUrl, { method: "POST", body });
    return (await response.json()) as RpcAnswer;
  };
  return {
    ...test,
    rpcUrl,
    restUrl,
    call,
    async result(method, params) {
      const answer = await call(method, params);
      if (answer.result === undefined) throw new Error(`${method}: ${JSON.stringify(answer)}`);
      return answer.result;
    },
    async get(path) {
      const response = await fetch(rpcUrl + path);
      return { status: response.status, text: await response.text() };
    },
    async rest(path, body) {
      const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
      const response = await fetch(restUrl + path, init);
      return { status: response.status, body: await response.json() };
    },
    async close() {
      for (const close of closers.reverse()) await close();
      await test.close();
    },
  };
}
