import { join } from "node:path";
import { RECORDINGS, Recording } from "@perpetua/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shapeDifferences } from "../support/shape.js";
import { removeHome } from "../support/testChain.js";
import { type RpcAnswer, startTestRpc, type TestRpc } from "../support/testRpc.js";

interface Question {
  readonly rpc?: string;
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly rpcGet?: string;
  readonly status: number;
  readonly body: RpcAnswer | string;
}

const questions = ["main", "edge"].flatMap((name) =>
  (new Recording(join(RECORDINGS, name)).steps() as unknown as Question[]).filter(
    (s) => s.rpc !== undefined || s.rpcGet !== undefined,
  ),
);
const posted = questions.filter((q) => q.rpc !== undefined);
const gotten = questions.filter((q) => q.rpcGet !== undefined);
/** Blocks that the answers are about. */
const BLOCKS = 22;

/** Recorded answers that say the same on every network. */
const EXACT = new Set([
  "health",
  "net_info",
  "genesis_chunked",
  "tx unknown",
  "unknown method",
  "abci_query unknown path",
  "num_unconfirmed_txs",
  "check_tx",
]);

/** Ours on purpose: what differs from the recording, and why. */
function isKnown(question: Question, difference: string): boolean {
  // The recorded network had found nothing by this sender, or found it by an accident of its index.
  return question.method === "tx_search" && difference.includes("txs[0]");
}

describe("recorded RPC questions", () => {
  let rpc: TestRpc;

  beforeAll(async () => {
    rpc = await startTestRpc({ genesis: new Recording().genesis() });
    await rpc.blocks(BLOCKS);
  });

  afterAll(async () => {
    await rpc.close();
    removeHome(rpc.home);
  });

  const asked = posted.map((q, i) => [`${i} ${q.rpc}`, q] as const);

  it.each(asked)("%s", async (_, question) => {
    if (question.rpc === "missing param") await rpc.call("broadcast_tx_sync"); // Recorded the second time.
    const got = await rpc.call(question.method, question.params);
    const wanted = question.body as RpcAnswer;
    if (EXACT.has(question.rpc as string) || wanted.error !== undefined) {
      const text = JSON.stringify({ ...wanted, id: 7 }).replace(/blockchain height \d+/, "TIP");
      expect(JSON.stringify(got).replace(/blockchain height \d+/, "TIP")).toBe(text);
      return;
    }
    const differences = shapeDifferences(wanted.result, got.result);
    expect(differences.filter((d) => !isKnown(question, d))).toEqual([]);
  });

  it.each(gotten.map((q) => [q.rpcGet as string, q] as const))("GET %s", async (path, question) => {
    const { status, text } = await rpc.get(path);
    expect(status).toBe(question.status);
    if (typeof question.body === "string") {
      expect(text).toBe(question.body);
      return;
    }
    const got = JSON.parse(text) as RpcAnswer;
    expect(shapeDifferences(question.body, got)).toEqual([]);
    if (path.includes("0x00") || path === "/health") expect(got).toEqual(question.body);
  });
});
