import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bob, carl } from "../support/accounts.js";
import { valueAt } from "../support/shape.js";
import { removeHome } from "../support/testChain.js";
import { startTestRpc, type TestRpc } from "../support/testRpc.js";
import { send, signed } from "../support/txs.js";

interface Vectors {
  readonly cometRpcFixtures: {
    readonly methods: Record<
      string,
      {
        /** The method, where the fixture has a name of its own. */
        readonly method?: string;
        readonly required: readonly string[];
        readonly requiredNonEmpty: readonly string[];
      }
    >;
  };
  readonly jsClientTrace: {
    readonly calls: readonly { readonly req?: string; readonly params?: object }[];
  };
}

/** What the official clients' decoders need, and what one of them sent (wire.md §3.5). */
const vectors = JSON.parse(
  readFileSync(new URL("../fixtures/rpc-vectors.json", import.meta.url), "utf8"),
) as Vectors;

/** Members of these are only there when something was found or happened. */
const PARAMS: Readonly<Record<string, object>> = {
  block: { height: "2" },
  block_results: { height: "2" },
  commit: { height: "2" },
  header: { height: "2" },
  block_search: { query: "block.height=2" },
  tx_search: { query: "tx.height=2" },
  abci_query: { path: "/dydxprotocol.clob.Query/ClobPair", data: "0805" },
};

/** Whether the lists on a path have the entry it names: a member of an absent entry is not due. */
function isInList(result: unknown, path: string): boolean {
  const parts = path.split(".");
  return parts.every((part, i) => {
    const list = valueAt(result, parts.slice(0, i).join("."));
    return !/^\d+$/.test(part) || (Array.isArray(list) && Number(part) < list.length);
  });
}

describe("RPC answers and the official clients' decoders", () => {
  let rpc: TestRpc;
  let hash = "";

  beforeAll(async () => {
    rpc = await startTestRpc();
    await rpc.block();
    const tx = Buffer.from(signed({ from: carl, sequence: 0n }, send(carl, bob, "5")));
    const sent = await rpc.result("broadcast_tx_sync", { tx: tx.toString("base64") });
    expect(sent).toEqual({ code: 0, data: "", log: "[]", codespace: "", hash: sent.hash });
    hash = Buffer.from(sent.hash, "hex").toString("base64");
    await rpc.blocks(2);
  });

  afterAll(async () => {
    await rpc.close();
    removeHome(rpc.home);
  });

  it.each(Object.entries(vectors.cometRpcFixtures.methods))("%s", async (key, fixture) => {
    const method = fixture.method ?? key;
    const isBroadcast = method.startsWith("broadcast");
    const tx = Buffer.from(signed({ from: bob, sequence: 0n, memo: key }, send(bob, carl, "1")));
    const params = isBroadcast
      ? { tx: tx.toString("base64") }
      : method === "tx"
        ? { hash }
        : (PARAMS[method] ?? {});
    const answering = rpc.result(method, params);
    if (method === "broadcast_tx_commit") {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await rpc.block();
    }
    const result = await answering;
    const required = fixture.required.filter((path) => isInList(result, path));
    const nonEmpty = fixture.requiredNonEmpty.filter((path) => isInList(result, path));
    const missing = required.filter((path) => valueAt(result, path) === undefined);
    const empty = nonEmpty.filter((path) =>
      ["", 0, null, undefined].includes(valueAt(result, path) as string),
    );
    expect(required.length).toBeGreaterThan(method === "health" ? -1 : 0);
    expect({ missing, empty }).toEqual({ missing: [], empty: [] });
  });

  it("takes every call of the JavaScript client", async () => {
    const seen = new Set<string>(); // The recorded stub took the same bytes twice; a node does not.
    for (const { req, params } of vectors.jsClientTrace.calls) {
      const key = JSON.stringify(params);
      if (req === undefined || (req.startsWith("broadcast") && seen.has(key))) continue;
      seen.add(key);
      const answer = await rpc.call(req, params);
      expect([answer.jsonrpc, answer.id]).toEqual(["2.0", 7]);
      // Only a transaction that is in no block is an error; refusals of the exchange are results.
      if (answer.error !== undefined)
        expect([req, answer.error.code], answer.error.data).toEqual(["tx", -32603]);
    }
  });
});
